using System.Globalization;

namespace StatefulScheduler.Conformance.Cron;

// One field of a cron text into the form in which the vectors write it: `*`, a list of numbers, or L, W and # with numbers
// for names. Written from the grammar, not from the library, which it judges.
internal sealed record ReferenceField(string Name, int First, int Last, string[] Names)
{
    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static IReadOnlyList<ReferenceField> All { get; } =
    [
        new("Seconds", 0, 59, []),
        new("Minutes", 0, 59, []),
        new("Hours", 0, 23, []),
        new("Days of month", 1, 31, []),
        new("Months", 1, 12, s_months),
        new("Days of week", 0, 7, s_days),
    ];

    private bool IsDayOfWeek => Last == 7;

    private bool IsDayOfMonth => Last == 31;

    private int Top => IsDayOfWeek ? 6 : Last;

    // Null when the text does not belong here.
    public string? Read(string text)
    {
        if (Special(text.ToUpperInvariant()) is { } special)
            return special;
        if (Values(text.ToUpperInvariant()) is not { } values)
            return null;
        return values.Count == Top - First + 1 ? "*" : string.Join(',', values);
    }

    private string? Special(string text)
    {
        if (IsDayOfWeek && text.EndsWith('L') && Value(text[..^1]) is { } last)
            return $"{last % 7}L";
        if (IsDayOfWeek && text.Split('#') is [var day, var nth] && Value(day) is { } weekday && Number(nth) is >= 1 and <= 5)
            return $"{weekday % 7}#{Number(nth)}";
        return IsDayOfMonth ? DayOfMonth(text) : null;
    }

    private string? DayOfMonth(string text)
    {
        var shift = text.EndsWith('W') ? "W" : "";
        var day = text[..^shift.Length];
        if (day == "L")
            return "L" + shift;
        if (day.StartsWith("L-", StringComparison.Ordinal) && Number(day[2..]) is { } before and <= 30)
            return (before == 0 ? "L" : $"L-{before}") + shift;
        return shift == "W" && Value(day) is { } date ? $"{date}W" : null;
    }

    private SortedSet<int>? Values(string text)
    {
        var values = new SortedSet<int>();
        var items = text.Split(',');
        foreach (var item in items)
        {
            if (Item(item, alone: items.Length == 1) is not { } some)
                return null;
            values.UnionWith(some);
        }
        return values;
    }

    private IEnumerable<int>? Item(string item, bool alone)
    {
        var (range, step) = item.Split('/') switch
        {
            [var whole] => (whole, 1),
            [var stepped, var text] when Number(text) is { } number && number >= 1 && number <= Last => (stepped, number),
            _ => ("", 0),
        };
        if (range is "*" or "?")
            return alone ? Run(First, Last, step) : null;
        return range.Split('-') switch
        {
            [var from] when Value(from) is { } value => Run(value, item.Contains('/') ? Last : value, step),
            [var from, var to] when Value(from) is { } begin && Value(to) is { } end => Wrapping(begin, end, step),
            _ => null,
        };
    }

    // 22-3 goes on through the end of the field, and the step with it; Sunday counts once.
    private IEnumerable<int> Wrapping(int begin, int end, int step)
    {
        if (IsDayOfWeek && begin == 7 && end < 7)
            begin = 0;
        if (begin <= end)
            return Run(begin, end, step);
        var size = Top - First + 1;
        return Run(begin, end + size, step).Select(value => value > Top ? value - size : value);
    }

    private IEnumerable<int> Run(int begin, int end, int step)
    {
        for (var value = begin; value <= end; value += step)
            yield return IsDayOfWeek && end == 7 ? value % 7 : value;
    }

    private int? Value(string text)
    {
        if (Number(text) is { } number)
            return number >= First && number <= Last ? number : null;
        var name = Array.IndexOf(Names, text);
        return name < 0 ? null : name + (IsDayOfWeek ? 0 : 1);
    }

    private static int? Number(string text) =>
        text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
