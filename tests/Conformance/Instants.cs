using System.Globalization;
using System.Text.Json;

namespace StatefulScheduler.Conformance;

// Lists of instants as the vectors write them: ISO 8601 with an offset that says nothing, and null for "no more".
internal static class Instants
{
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public static IReadOnlyList<DateTimeOffset?> Read(JsonElement list) =>
        [.. list.EnumerateArray().Select(item => item.GetString() is { } text ? Parse(text) : (DateTimeOffset?)null)];

    // Instants are compared, not offsets; of two lists that differ, the first difference is told.
    public static Verdict Compare(IReadOnlyList<DateTimeOffset?> expected, IReadOnlyList<DateTimeOffset?> found)
    {
        for (var index = 0; index < Math.Max(expected.Count, found.Count); index++)
        {
            var (wanted, got) = (TextAt(expected, index), TextAt(found, index));
            if (wanted != got)
                return Verdict.Failed(wanted, got);
        }
        return Verdict.Passed;
    }

    public static string Write(DateTimeOffset? instant) =>
        instant is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) : "none";

    private static string TextAt(IReadOnlyList<DateTimeOffset?> list, int index) =>
        $"[{index}] {(index < list.Count ? Write(list[index]) : "the end of the list")}";
}
