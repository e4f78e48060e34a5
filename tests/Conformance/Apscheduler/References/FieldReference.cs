using System.Globalization;

namespace StatefulScheduler.Conformance.Apscheduler.References;

// One field of version 3's cron in plain form: `*`, or numbers, `last` and `2nd fri`, one after the other. Wider than
// APScheduler's grammar where the meaning is plain (a step after names, a range through the end of the week). Written
// from the documentation, not from the library, which it judges.
internal sealed record FieldReference(string Name, int First, int Last, string[] Names, bool Wraps)
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] s_places = ["1st", "2nd", "3rd", "4th", "5th", "last"];

    public static IReadOnlyList<FieldReference> All { get; } =
    [
        new("year", 1, 9999, [], false),
        new("month", 1, 12, s_months, true),
        new("day", 1, 31, [], false),
        new("week", 1, 53, [], false),
        new("day_of_week", 0, 6, s_weekdays, true),
        new("hour", 0, 23, [], false),
        new("minute", 0, 59, [], false),
        new("second", 0, 59, [], false),
    ];

    // How messages call it.
    public string Words => Name.Replace('_', ' ');

    // Null when it has no plain meaning.
    public string? Read(string text)
    {
        var items = new List<string>();
        foreach (var item in text.Split(',').Select(part => part.Trim().ToLowerInvariant()))
        {
            if (Item(item) is not { } plain)
                return null;
            items.AddRange(plain);
        }
        return items.Contains("*") ? "*" : string.Join(',', items.Distinct());
    }

    private IEnumerable<string>? Item(string item)
    {
        if (Name == "day" && (item == "last" || IsWeekdayOfMonth(item)))
            return [item];
        var (range, step) = item.Split('/') switch
        {
            [var whole] => (whole, 1),
            [var stepped, var text] when Number(text) is > 0 and var number => (stepped, number),
            _ => ("", 0),
        };
        if (range == "*")
            return step == 1 ? ["*"] : Run(Name == "year" ? 1970 : First, Last, step);
        return range.Split('-') switch
        {
            [var from] when Value(from) is { } value => Run(value, item.Contains('/') ? Last : value, step),
            [var from, var to] when Value(from) is { } begin && Value(to) is { } end && (begin <= end || Wraps) => Run(begin, end, step),
            _ => null,
        };
    }

    private static bool IsWeekdayOfMonth(string item) =>
        item.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var place, var weekday] && s_places.Contains(place) && s_weekdays.Contains(weekday);

    private IEnumerable<string> Run(int begin, int end, int step)
    {
        var size = Last - First + 1;
        for (var value = begin; value <= (begin <= end ? end : end + size); value += step)
            yield return (value > Last ? value - size : value).ToString(CultureInfo.InvariantCulture);
    }

    private int? Value(string text)
    {
        if (Number(text) is { } number)
            return number >= First && number <= Last ? number : null;
        var name = Array.IndexOf(Names, text);
        return name < 0 ? null : First + name;
    }

    private static int? Number(string text) =>
        text.Length is > 0 and <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
