using System.Globalization;

namespace StatefulScheduler.Stores.Rows;

// Pages of what is numbered, the newest first: a page ends with a number, and the next one has what is below it.
internal static class NumberedPage
{
    // Below which number a page begins.
    public static long Before(string? after) => after is null
        ? long.MaxValue
        : long.TryParse(after, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"'{after}' is not the Next of a page before.", nameof(after));

    // Of one more than the page holds, which tells whether there is another.
    public static JobPage<T> Of<T>(List<T> found, int pageSize, Func<T, long> number)
    {
        if (found.Count <= pageSize)
            return new JobPage<T>(found, null);

        found.RemoveRange(pageSize, found.Count - pageSize);
        return new JobPage<T>(found, number(found[^1]).ToString(CultureInfo.InvariantCulture));
    }
}
