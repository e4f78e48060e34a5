namespace StatefulScheduler;

// A time of day on dates that lie a calendar period apart. Without a start they count from the day of adding.
internal sealed class CalendarTrigger : Trigger
{
    // A rule for a gap can move an occurrence to the day after, once in Samoa over a whole day; clocks that go back at
    // midnight show the end of the day before again.
    private const int DaysAround = 2;

    // Those last asked for: all that a job asks for, as its start stays the same. Any thread may set them.
    private CalendarDates? _dates;

    public CalendarTrigger(
        CalendarPeriod every, TimeOnly at, string? timeZone, DateOnly? start, MissingDay missingDay, GapRule gap, OverlapRule overlap)
        : this(every, at, timeZone is null ? null : TimeZoneTable.Get(timeZone), start, missingDay, gap, overlap)
    {
        CheckPeriod(every);
        RuleWords.MissingDay.Check(missingDay, nameof(missingDay));
        RuleWords.Gap.Check(gap, nameof(gap));
        RuleWords.Overlap.Check(overlap, nameof(overlap));
    }

    private CalendarTrigger(
        CalendarPeriod every, TimeOnly at, TimeZoneTable? zone, DateOnly? start, MissingDay missingDay, GapRule gap, OverlapRule overlap)
    {
        (Period, Time, Zone, Start, MissingDay, Gap) = (every, at, zone, start, missingDay, gap);

        // A time of day means no interval.
        Overlap = overlap == OverlapRule.Intervals ? OverlapRule.First : overlap;
    }

    public CalendarPeriod Period { get; }

    public TimeOnly Time { get; }

    // Null until the scheduler fills in its own.
    public TimeZoneTable? Zone { get; }

    public DateOnly? Start { get; }

    public MissingDay MissingDay { get; }

    public GapRule Gap { get; }

    public OverlapRule Overlap { get; }

    public override bool Equals(Trigger? other) =>
        other is CalendarTrigger calendar
        && calendar.Period == Period && calendar.Time == Time && calendar.Zone?.Id == Zone?.Id && calendar.Start == Start
        && calendar.MissingDay == MissingDay && calendar.Gap == Gap && calendar.Overlap == Overlap;

    public override int GetHashCode() => HashCode.Combine(Period, Time, Zone?.Id, Start, MissingDay, Gap, Overlap);

    public override string ToString() => CalendarText.Write(this);

    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        var zone = Zone ?? TimeZoneTable.Utc;
        var after = Before(in context);
        var dates = Dates(in context, zone);
        var date = dates.FirstFrom(after is { } instant ? DateOf(instant, zone, -DaysAround) : DateOnly.MinValue);
        while (date is { } day)
        {
            var (first, second) = Instants(day, zone);
            if (first is not null && !(first <= after))
                return first;
            if (second is not null && !(second <= after))
                return second;
            date = day == DateOnly.MaxValue ? null : dates.FirstFrom(day.AddDays(1));
        }
        return null;
    }

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        var zone = Zone ?? TimeZoneTable.Utc;
        var dates = Dates(in context, zone);
        var date = dates.LastUntil(DateOf(until, zone, DaysAround));
        while (date is { } day)
        {
            var (first, second) = Instants(day, zone);
            var latest = second <= until ? second : first <= until ? first : null;
            if (latest is not null)
                return latest <= Before(in context) ? null : latest;
            date = day == DateOnly.MinValue ? null : dates.LastUntil(day.AddDays(-1));
        }
        return null;
    }

    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        var zone = Zone ?? TimeZoneTable.Utc;
        new CalendarNotes(this, Dates(in context, zone), zone, notes).Add(Before(in context), until);
    }

    internal override bool CountsFromAdding => Start is null;

    internal override Trigger InZone(string timeZone) =>
        Zone is null ? new CalendarTrigger(Period, Time, TimeZoneTable.Get(timeZone), Start, MissingDay, Gap, Overlap) : this;

    internal CalendarClock Instants(DateOnly date, TimeZoneTable zone) => CalendarClock.At(date.ToDateTime(Time), zone, Gap, Overlap);

    private CalendarDates Dates(in TriggerContext context, TimeZoneTable zone)
    {
        var start = Start ?? DateOf(context.Added, zone, 0);
        var dates = _dates;
        return dates?.Start == start ? dates : _dates = new CalendarDates(start, Period, MissingDay);
    }

    // What the next occurrence must be later than; null when nothing: a start is due even when it has passed.
    private DateTimeOffset? Before(in TriggerContext context)
    {
        if (Start is not null || context.Previous >= context.Added || context.Added == DateTimeOffset.MinValue)
            return context.Previous;

        // In UTC: west of it the first local time of the year 1 has none before.
        return context.Added.ToUniversalTime().AddTicks(-1);
    }

    private static DateOnly DateOf(DateTimeOffset instant, TimeZoneTable zone, int days)
    {
        var number = DateOnly.FromDateTime(zone.ToWallTime(instant)).DayNumber + days;
        return DateOnly.FromDayNumber(Math.Clamp(number, 0, DateOnly.MaxValue.DayNumber));
    }

    private static void CheckPeriod(CalendarPeriod every)
    {
        if (every.Years < 0 || every.Months < 0 || every.Weeks < 0 || every.Days < 0 || every == default)
            throw new ArgumentOutOfRangeException(
                nameof(every), every, "A calendar period must be at least one day, and no part of it negative, or the trigger would never go on.");
    }
}
