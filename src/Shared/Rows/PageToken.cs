using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace StatefulScheduler.Stores.Rows;

// Where a page of a query ended: the order, the value of the last job in it, and its id. Opaque to users, but no secret.
internal readonly record struct PageToken(JobOrder Order, bool Descending, long? Value, string Key)
{
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)Order},{(Descending ? 1 : 0)},{Value},{Key}")));

    public static PageToken Parse(string text, JobQuery query)
    {
        if (TryParse(text) is { } token && token.Order == query.OrderBy && token.Descending == query.Descending)
            return token;

        throw new ArgumentException("JobQuery.After is not the Next of a page of this query: it must come from a query with the same order.", nameof(text));
    }

    private static PageToken? TryParse(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(',', 4);
        if (parts.Length < 4 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var order))
            return null;

        long? value = long.TryParse(parts[2], CultureInfo.InvariantCulture, out var ticks) ? ticks : null;
        return new PageToken((JobOrder)order, parts[1] == "1", value, parts[3]);
    }
}
