namespace StatefulScheduler;

// What few schedules say: a choice of years or ISO weeks, days in words, values that are drawn for each job.
internal sealed record CronExtras
{
    public const ulong EveryWeek = (1UL << 54) - 2;

    // Null: every year.
    public CronYears? Years { get; init; }

    // ISO week n as bit n.
    public ulong Weeks { get; init; } = EveryWeek;

    // The day field of CronFields, beside the days listed: "last", and "2nd fri" as bit 7 × 1 + 5, "last sun" as bit 7 × 5 + 0.
    public bool LastDay { get; init; }

    public ulong WeekdaysOfMonth { get; init; }

    // H by field, seconds first; null when there is none.
    public CronDraws? Draws { get; init; }

    public bool NeedsCalendar => Years is not null || Weeks != EveryWeek || LastDay || WeekdaysOfMonth != 0;

    public CronExtras? WithoutYears => Years is null ? this : (this with { Years = null }).OrNone;

    // Nothing said is no extras: equal schedules are equal bit by bit.
    public CronExtras? OrNone => this == Nothing ? null : this;

    private static readonly CronExtras Nothing = new();

    public uint DaysOf(in CronSchedule schedule, int year, int length, int firstDay)
    {
        if (Years?.Contains(year) == false)
            return 0;

        var firstWeekday = CronSchedule.WeekdayOf(firstDay);
        var days = CronCalendar.OnDays(in schedule, length, firstWeekday) | InWords(length, firstWeekday);
        days &= CronCalendar.OnWeekdays(in schedule, length, firstWeekday);
        return days != 0 && Weeks != EveryWeek ? days & CronCalendar.InWeeks(Weeks, firstDay, length) : days;
    }

    private uint InWords(int length, int firstWeekday)
    {
        var days = LastDay ? 1u << length : 0;
        for (var left = WeekdaysOfMonth; left != 0; left &= left - 1)
        {
            var (place, weekday) = Math.DivRem(System.Numerics.BitOperations.TrailingZeroCount(left), 7);
            var day = 1 + ((weekday - firstWeekday + 7) % 7) + (7 * place);
            while (place == 5 && day > length)
                day -= 7;
            if (day <= length)
                days |= 1u << day;
        }
        return days;
    }
}
