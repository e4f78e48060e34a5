using System.Globalization;

namespace StatefulScheduler;

// A calendar trigger as text: "every 3 months at 03:00 Europe/Berlin from 2026-01-31", then what differs from the default:
// "missing last-day gap shift overlap last".
internal static class CalendarText
{
    public const string From = "from";
    public const string Missing = "missing";
    public const string Gap = "gap";
    public const string Overlap = "overlap";

    public static readonly string[] Units = ["year", "month", "week", "day"];

    public static string Write(CalendarTrigger calendar)
    {
        List<string> words = ["every", PeriodText(calendar.Period), "at", TimeText(calendar.Time)];
        if (calendar.Zone is { } zone)
            words.Add(zone.Id);
        if (calendar.Start is { } start)
            words.AddRange([From, TriggerText.Date(start)]);
        if (RuleWords.MissingDay.Unless(calendar.MissingDay, MissingDay.Skip) is { } missing)
            words.AddRange([Missing, missing]);
        if (RuleWords.Gap.Unless(calendar.Gap, GapRule.Skip) is { } gap)
            words.AddRange([Gap, gap]);
        if (RuleWords.Overlap.Unless(calendar.Overlap, OverlapRule.First) is { } overlap)
            words.AddRange([Overlap, overlap]);
        return string.Join(' ', words);
    }

    // "month", "3 months", "1 year 6 months".
    private static string PeriodText(CalendarPeriod period)
    {
        ReadOnlySpan<int> counts = [period.Years, period.Months, period.Weeks, period.Days];
        var parts = new List<string>();
        for (var i = 0; i < Units.Length; i++)
        {
            if (counts[i] != 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{counts[i]} {Units[i]}{(counts[i] == 1 ? "" : "s")}"));
        }
        return parts.Count == 1 && parts[0].StartsWith("1 ", StringComparison.Ordinal) ? parts[0][2..] : string.Join(' ', parts);
    }

    private static string TimeText(TimeOnly time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
