using System.Globalization;

namespace StatefulScheduler;

// The fields of CronFields into a schedule: those left out by APScheduler's rule, each given one by CronFieldText, and
// the days in words.
internal static class CronFieldsParser
{
    public static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    public static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    public static readonly string[] Places = ["1st", "2nd", "3rd", "4th", "5th", "last"];

    // From the largest to the smallest, the names as in text and JSON.
    public static readonly string[] Names = ["year", "month", "day", "week", "dayOfWeek", "hour", "minute", "second"];

    private static readonly string[] Spoken = ["year", "month", "day", "week", "day of week", "hour", "minute", "second"];

    public static CronSchedule Parse(ReadOnlySpan<string?> fields, WeekdayNumbers weekdays) => Parse(fields, weekdays, null, default);

    // Five fields as crontab orders them.
    public static CronSchedule ParseCrontab(string expression, WeekdayNumbers weekdays)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var parts = new List<(string Text, int Position)>();
        for (int at = 0, end; at < expression.Length; at = end)
        {
            end = at;
            while (end < expression.Length && char.IsWhiteSpace(expression[end]) == char.IsWhiteSpace(expression[at]))
                end++;
            if (!char.IsWhiteSpace(expression[at]))
                parts.Add((expression[at..end], at));
        }

        if (parts.Count != 5)
            throw new CronFormatException(
                expression,
                parts.Count > 5 ? parts[5].Position : expression.Length,
                $"The crontab '{expression}' has {parts.Count} fields, but must have five: minute, hour, day, month, day of week.");
        return Parse(
            [null, parts[3].Text, parts[2].Text, null, parts[4].Text, parts[1].Text, parts[0].Text, null],
            weekdays,
            expression,
            [0, parts[3].Position, parts[2].Position, 0, parts[4].Position, parts[1].Position, parts[0].Position, 0]);
    }

    private static CronSchedule Parse(ReadOnlySpan<string?> fields, WeekdayNumbers weekdays, string? crontab, int[]? offsets)
    {
        string?[] values = [.. fields];
        FillIn(values);

        var (days, extras) = Days(Field(2, 1, 31));
        var schedule = new CronSchedule
        {
            IsFields = true,
            Extras = (extras with { Years = CronFieldText.Years(values[0]), Weeks = CronFieldText.Weeks(values[3]) }).OrNone,
            Months = (ushort)Field(1, 1, 12, Months).Bits(),
            Days = days,
            Weekdays = WeekdayBits(weekdays == WeekdayNumbers.SundayIsZero
                ? Field(4, 0, 7, [Weekdays[6], .. Weekdays[..6]], cycle: 7).Values()
                : Field(4, 0, 6, Weekdays).Values().Select(value => value + 1)),
            Hours = (uint)Field(5, 0, 23).Bits(),
            Minutes = Field(6, 0, 59).Bits(),
            Seconds = Field(7, 0, 59).Bits(),
        }.Classified();

        return CronCalendar.HasDay(in schedule)
            ? schedule
            : throw new CronFormatException(
                crontab ?? values[2]!,
                offsets?[2] ?? 0,
                $"The cron fields {Given(fields)} can never fire: no month and year that they name has such a day.");

        CronFieldText Field(int index, int first, int last, string[]? names = null, int cycle = 0) =>
            new(Spoken[index], values[index]!, first, last, names, cycle, crontab, offsets?[index] ?? 0);
    }

    // Larger than the smallest given field: every value. Smaller: the first, but every week and every day of the week.
    private static void FillIn(Span<string?> values)
    {
        var smallest = values.Length - 1;
        while (smallest >= 0 && values[smallest] is null)
            smallest--;
        for (var field = 0; field < values.Length; field++)
            values[field] ??= field < smallest || smallest < 0 || Names[field] is "week" or "dayOfWeek" ? "*" : Names[field] is "month" or "day" ? "1" : "0";
    }

    private static (uint Days, CronExtras InWords) Days(CronFieldText field)
    {
        var (days, inWords) = (new List<int>(), new CronExtras());
        foreach (var (item, position) in field.Items())
        {
            var words = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (item.Equals("last", StringComparison.OrdinalIgnoreCase))
                inWords = inWords with { LastDay = true };
            else if (words.Length == 2)
                inWords = inWords with { WeekdaysOfMonth = inWords.WeekdaysOfMonth | WeekdayOfMonth(field, words, position) };
            else
                field.Add(days, item, position);
        }
        return (days.Aggregate(0u, (bits, day) => bits | 1u << day), inWords);
    }

    private static ulong WeekdayOfMonth(CronFieldText field, string[] words, int position)
    {
        var place = Array.FindIndex(Places, name => name.Equals(words[0], StringComparison.OrdinalIgnoreCase));
        var weekday = Array.FindIndex(Weekdays, name => name.Equals(words[1], StringComparison.OrdinalIgnoreCase));
        return place >= 0 && weekday >= 0
            ? 1UL << ((7 * place) + ((weekday + 1) % 7))
            : throw field.Refuse(
                position,
                $"a weekday of the month must be one of {string.Join(", ", Places)} and one of {string.Join(", ", Weekdays)}, as in '2nd fri', but '{words[0]} {words[1]}' is not");
    }

    // From Sunday, 0 or 7.
    private static byte WeekdayBits(IEnumerable<int> values) => (byte)values.Aggregate(0, (bits, value) => bits | 1 << (value % 7));

    private static string Given(ReadOnlySpan<string?> fields)
    {
        var given = new List<string>();
        for (var field = 0; field < fields.Length; field++)
        {
            if (fields[field] is { } value)
                given.Add(string.Create(CultureInfo.InvariantCulture, $"{Names[field]}='{value}'"));
        }
        return string.Join(", ", given);
    }
}
