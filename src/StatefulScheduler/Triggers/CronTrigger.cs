namespace StatefulScheduler;

// The wall times of a schedule in a zone; UTC as long as none is named.
internal sealed class CronTrigger : Trigger
{
    private readonly CronSchedule _schedule;

    // Null until the scheduler fills in its own.
    private readonly TimeZoneTable? _zone;

    private CronTrigger(in CronSchedule schedule, TimeZoneTable? zone)
    {
        _schedule = schedule;
        _zone = zone;
    }

    public ref readonly CronSchedule Schedule => ref _schedule;

    public TimeZoneTable? Zone => _zone;

    public GapRule Gap => _schedule.Gap;

    public OverlapRule Overlap => _schedule.Overlap switch
    {
        CronOverlap.First => OverlapRule.First,
        CronOverlap.Last => OverlapRule.Last,
        CronOverlap.Both => OverlapRule.Both,
        _ => OverlapRule.Intervals,
    };

    public GapRule DefaultGap => _schedule.IsFields ? GapRule.Skip : GapRule.FireAfter;

    public OverlapRule DefaultOverlap => _schedule.IsFields ? OverlapRule.Both : OverlapRule.Intervals;

    public static CronTrigger OfExpression(string expression, string? timeZone, string? year, string? week, GapRule gap, OverlapRule overlap)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var parser = new CronParser(expression);
        parser.Parse();

        // Almost always, and nothing is copied twice.
        if (year is null && week is null && gap == GapRule.FireAfter && overlap == OverlapRule.Intervals)
            return new CronTrigger(in parser.Schedule, timeZone is null ? null : TimeZoneTable.Get(timeZone));

        var schedule = year is null && week is null
            ? parser.Schedule
            : Restricted(in parser.Schedule, expression, CronFieldText.Years(year), CronFieldText.Weeks(week));
        return Of(in schedule, timeZone, gap, overlap);
    }

    public static CronTrigger OfExpression(string expression, int seed, string? timeZone)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var schedule = CronParser.Parse(CronMacro.Drawn(expression) ?? expression);
        if (schedule.Extras?.Draws is { } draws)
            schedule = draws.DrawLikeCronos(in schedule, seed);
        return Of(in schedule, timeZone, GapRule.FireAfter, OverlapRule.Intervals);
    }

    public static CronTrigger OfFields(ReadOnlySpan<string?> fields, string? timeZone, WeekdayNumbers weekdays, GapRule gap, OverlapRule overlap) =>
        Of(CronFieldsParser.Parse(fields, weekdays), timeZone, gap, overlap);

    public static CronTrigger OfCrontab(string expression, string? timeZone, WeekdayNumbers weekdays) =>
        Of(CronFieldsParser.ParseCrontab(expression, weekdays), timeZone, GapRule.Skip, OverlapRule.Both);

    public override bool Equals(Trigger? other) =>
        other is CronTrigger cron && cron._schedule.Equals(_schedule) && cron._zone?.Id == _zone?.Id;

    public override int GetHashCode() => HashCode.Combine(_schedule, _zone?.Id);

    public override string ToString() => CronText.Write(this);

    protected override DateTimeOffset? NextCore(in TriggerContext context) => NextInUtc(in context);

    // Always later than what it was asked about, and in UTC: nothing to check.
    internal override DateTimeOffset? NextInUtc(in TriggerContext context) => FirstFrom(From(in context), context.Seed);

    internal override DateTimeOffset? NextAfterInUtc(DateTimeOffset after) => FirstFrom((after.UtcTicks / TimeSpan.TicksPerSecond) + 1, 0);

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        var schedule = Drawn(context.Seed);
        var latest = CronClock.LastUntil(in schedule, _zone, until.UtcTicks / TimeSpan.TicksPerSecond);
        return latest >= From(in context) ? Instant(latest) : null;
    }

    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        if (_zone is { IsFixed: false })
            new CronNotes(Drawn(context.Seed), _zone, notes).Add(From(in context), until);
    }

    internal override Trigger InZone(string timeZone) => _zone is null ? new CronTrigger(in _schedule, TimeZoneTable.Get(timeZone)) : this;

    private static CronTrigger Of(in CronSchedule schedule, string? timeZone, GapRule gap, OverlapRule overlap)
    {
        RuleWords.Gap.Check(gap, nameof(gap));
        RuleWords.Overlap.Check(overlap, nameof(overlap));
        var zone = timeZone is null ? null : TimeZoneTable.Get(timeZone);
        return new CronTrigger(schedule with { Gap = gap, Overlap = Decided(in schedule, overlap) }, zone);
    }

    private static CronOverlap Decided(in CronSchedule schedule, OverlapRule overlap) => overlap switch
    {
        OverlapRule.Intervals when schedule.IsFields => CronOverlap.Point,
        OverlapRule.Intervals => schedule.Overlap,
        OverlapRule.First => CronOverlap.First,
        OverlapRule.Last => CronOverlap.Last,
        _ => CronOverlap.Both,
    };

    private static CronSchedule Restricted(in CronSchedule schedule, string expression, CronYears? years, ulong weeks)
    {
        var extras = (schedule.Extras ?? new CronExtras()) with { Years = years, Weeks = weeks };
        var restricted = (schedule with { Extras = extras.OrNone }).Classified();
        return restricted.Extras?.Draws?.AlwaysHaveDay(in restricted) ?? CronCalendar.HasDay(in restricted)
            ? restricted
            : throw new CronFormatException(
                expression, 0, $"The cron expression '{expression}' can never fire in the years and weeks it is restricted to: they have no such day, or not whatever H draws.");
    }

    // The everyday schedule, which draws nothing, is not copied.
    private DateTimeOffset? FirstFrom(long seconds, ulong seed) => _schedule.Extras?.Draws is null
        ? Instant(CronClock.FirstFrom(in _schedule, _zone, seconds))
        : Instant(CronClock.FirstFrom(Drawn(seed), _zone, seconds));

    private CronSchedule Drawn(ulong seed) => _schedule.Extras?.Draws is { } draws ? draws.Draw(in _schedule, seed) : _schedule;

    // The first second allowed: after the previous one, or at or after the instant of adding.
    private static long From(in TriggerContext context)
    {
        var ticks = context.Previous is { } previous ? previous.UtcTicks : context.Added.UtcTicks - 1;
        return ticks < 0 ? 0 : (ticks / TimeSpan.TicksPerSecond) + 1;
    }

    private static DateTimeOffset? Instant(long seconds) =>
        seconds <= TimeZoneTable.MaxSeconds ? TimeZoneTable.FromSeconds(seconds) : null;
}
