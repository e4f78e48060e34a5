using System.Globalization;

namespace StatefulScheduler;

// A schedule as text that reads back to an equal one. Equal schedules have equal texts.
internal static class CronWriter
{
    private static readonly char[] IntervalMarks = ['*', '-', '/'];

    // The five or six fields of a cron expression.
    public static string Expression(in CronSchedule schedule)
    {
        string[] times =
        [
            Time(in schedule, CronField.Second),
            Time(in schedule, CronField.Minute),
            Time(in schedule, CronField.Hour),
        ];
        var marked = schedule.Overlap == CronOverlap.Interval ? MarkInterval(in schedule, times) : -1;
        var withSeconds = marked == CronField.SecondIndex || schedule.Seconds != 1 || schedule.Extras?.Draws?.In(CronField.SecondIndex) is not null;
        return string.Join(' ', [.. times[(withSeconds ? 0 : 1)..], DayOfMonth(in schedule), Month(in schedule), DayOfWeek(in schedule)]);
    }

    // By default points fire once where clocks go back and intervals twice, and how the time is written says which it is:
    // points as values only, intervals with at least one mark. Of H only a step is one, and it cannot be given another:
    // the mark goes to a field of values, of which an interval without a mark has at least one. Tells which; -1: none.
    private static int MarkInterval(in CronSchedule schedule, string[] times)
    {
        var values = -1;
        foreach (var field in (ReadOnlySpan<int>)[CronField.SecondIndex, CronField.HourIndex, CronField.MinuteIndex])
        {
            var draw = schedule.Extras?.Draws?.In(field);
            if (draw is null ? times[field].IndexOfAny(IntervalMarks) >= 0 : draw.Value.Step != 0)
                return -1;
            if (draw is null)
                values = field;
        }
        times[values] = WithRange(times[values]);
        return values;
    }

    // The fields of CronFields that say something, by name; the second always, so that those left out are every value.
    public static IEnumerable<(string Name, string Value)> Fields(CronSchedule schedule)
    {
        var extras = schedule.Extras;
        if (Years(extras) is { } years)
            yield return ("year", years);
        if (schedule.Months != CronSchedule.EveryMonth)
            yield return ("month", CronSet.Short(schedule.Months, 1, 12, month => CronFieldsParser.Months[month - 1]));
        if (schedule.Days != CronSchedule.EveryDay)
            yield return ("day", string.Join(',', DaysInWords(schedule)));
        if (Weeks(extras) is { } weeks)
            yield return ("week", weeks);
        if (schedule.Weekdays != CronSchedule.EveryWeekday)
            yield return ("dayOfWeek", WeekdaysFromMonday(schedule.Weekdays));
        if (schedule.Hours != CronSchedule.EveryHour)
            yield return ("hour", CronSet.Short(schedule.Hours, 0, 23));
        if (schedule.Minutes != CronSchedule.EveryMinute)
            yield return ("minute", CronSet.Short(schedule.Minutes, 0, 59));
        yield return ("second", CronSet.Short(schedule.Seconds, 0, 59));
    }

    public static string? Years(CronExtras? extras)
    {
        if (extras?.Years is not { } years)
            return null;
        var chosen = new List<int>();
        for (var year = years.Next(0); year <= CronYears.Last; year = years.Next(year + 1))
            chosen.Add(year);
        return CronSet.Short([.. chosen], CronYears.First, CronYears.Last);
    }

    public static string? Weeks(CronExtras? extras) =>
        extras is null || extras.Weeks == CronExtras.EveryWeek ? null : CronSet.Short(extras.Weeks, 1, 53);

    private static string Time(in CronSchedule schedule, CronField field)
    {
        if (schedule.Extras?.Draws?.In(field.Index) is { } draw)
            return Drawn(draw, field);
        var bits = schedule.Field(field.Index);
        return schedule.Overlap == CronOverlap.Point ? CronSet.Long(bits) : CronSet.Short(bits, field.First, field.Last);
    }

    // The last value as a range of one, which makes an interval of a list.
    private static string WithRange(string values) => values + "-" + values[(values.LastIndexOf(',') + 1)..];

    private static string DayOfMonth(in CronSchedule schedule)
    {
        if (schedule.Extras?.Draws?.In(CronField.DayIndex) is { } draw)
            return Drawn(draw, CronField.DayOfMonth);

        var day = System.Numerics.BitOperations.TrailingZeroCount(schedule.Days).ToString(CultureInfo.InvariantCulture);
        var last = day == "0" ? "L" : $"L-{day}";
        return schedule.DayKind switch
        {
            CronDays.FromEnd => last,
            CronDays.WeekdayFromEnd => $"{last}W",
            CronDays.NearestWeekday => $"{day}W",
            _ => CronSet.Short(schedule.Days, 1, 31),
        };
    }

    private static string Month(in CronSchedule schedule)
    {
        if (schedule.Extras?.Draws?.In(CronField.MonthIndex) is { } draw)
            return Drawn(draw, CronField.Month);
        var step = CronSet.Short(schedule.Months, 1, 12);
        return step.Contains('/', StringComparison.Ordinal) ? step : CronSet.Short(schedule.Months, 1, 12, month => CronField.Month.Names[month - 1]);
    }

    private static string DayOfWeek(in CronSchedule schedule)
    {
        if (schedule.Extras?.Draws?.In(CronField.WeekdayIndex) is { } draw)
            return Drawn(draw, CronField.DayOfWeek);

        var days = CronSet.Short(schedule.Weekdays, 0, 6, day => CronField.DayOfWeek.Names[day]);
        return schedule.WeekdayOfMonth switch
        {
            0 => days,
            CronSchedule.LastWeekday => System.Numerics.BitOperations.TrailingZeroCount(schedule.Weekdays) + "L",
            var nth => $"{days}#{nth}",
        };
    }

    private static string Drawn(CronDraw draw, CronField field)
    {
        var whole = draw.First == field.First && draw.Last == field.LastDrawn;
        return "H" + (whole ? "" : $"({draw.First}-{draw.Last})") + (draw.Step == 0 ? "" : $"/{draw.Step}");
    }

    private static string WeekdaysFromMonday(int weekdays) =>
        CronSet.Short((ulong)(weekdays >> 1 | (weekdays & 1) << 6), 0, 6, day => CronFieldsParser.Weekdays[day]);

    private static IEnumerable<string> DaysInWords(CronSchedule schedule)
    {
        if (schedule.Days != 0)
            yield return CronSet.Short(schedule.Days, 1, 31);
        if (schedule.Extras is not { } extras)
            yield break;
        foreach (var bit in CronSet.Values(extras.WeekdaysOfMonth))
        {
            var (place, weekday) = Math.DivRem(bit, 7);
            yield return $"{CronFieldsParser.Places[place]} {CronFieldsParser.Weekdays[(weekday + 6) % 7]}";
        }
        if (extras.LastDay)
            yield return "last";
    }
}
