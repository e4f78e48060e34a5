namespace StatefulScheduler;

// A trigger without whole days, by the calendar of one zone: its own, or the one given beside the days where it has none.
internal sealed class ExceptDaysTrigger : Trigger, IExclusion
{
    private readonly ExcludedDays _days;

    private ExceptDaysTrigger(Trigger inner, ExcludedDays days, TimeZoneTable? givenZone)
    {
        Inner = inner;
        _days = days;
        GivenZone = givenZone;
        Zone = givenZone ?? OwnZone.Of(inner) ?? TimeZoneTable.Utc;
    }

    public Trigger Inner { get; }

    public IReadOnlyList<DateOnly> Days => _days.Dates;

    // Null where the trigger has a zone of its own, and until the scheduler fills in its own.
    public TimeZoneTable? GivenZone { get; }

    internal override DateTimeOffset? NotBefore => Inner.NotBefore;

    internal override DateTimeOffset? NotAfter => Inner.NotAfter;

    internal override bool Searches => Inner.Searches;

    private TimeZoneTable Zone { get; }

    public static Trigger Of(Trigger trigger, IEnumerable<DateOnly> dates, TimeZoneTable? zone = null)
    {
        ArgumentNullException.ThrowIfNull(dates);
        var days = ExcludedDays.Of(dates);
        return days.Dates.Count == 0 ? trigger : Of(trigger, days, zone);
    }

    // Each part of a union keeps its own zone. Days stand inside what moves or drops single instants, so that days given twice meet.
    private static Trigger Of(Trigger trigger, ExcludedDays days, TimeZoneTable? zone) => trigger switch
    {
        NeverTrigger => trigger,
        OrTrigger or => OrTrigger.Of(or.Parts.Select(part => Of(part, days, zone))),
        JitterTrigger jitter => jitter.Around(Of(jitter.Inner, days, zone)),
        ExceptTrigger except => ExceptTrigger.Of(Of(except.Inner, days, zone), except.Excluded),
        ExceptDaysTrigger except => except.And(days, zone),
        _ => new ExceptDaysTrigger(trigger, days, zone?.Id == OwnZone.Of(trigger)?.Id ? null : zone),
    };

    public override bool Equals(Trigger? other) =>
        other is ExceptDaysTrigger except && except.Inner == Inner && except._days.Equals(_days) && except.GivenZone?.Id == GivenZone?.Id;

    public override int GetHashCode() => HashCode.Combine(Inner, _days, GivenZone?.Id);

    public override string ToString() =>
        $"{TriggerText.Operand(Inner)} except {TriggerText.Dates(Days)}{(GivenZone is null ? "" : $" {GivenZone.Id}")}";

    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        var next = Inner.Next(in context);
        while (next is { } at && _days.Contains(at, Zone))
        {
            if (_days.EndAfter(at, Zone) is not { } end)
                return null;
            next = Inner.Next(context.RestedUntil(end));
        }
        return next;
    }

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        if (Next(in context) is not { } first || first > until)
            return null;

        var latest = Inner.Latest(in context, until);
        while (latest is { } at && at > first && _days.Contains(at, Zone))
            latest = Inner.Latest(in context, _days.StartBefore(at, Zone).AddTicks(-1));

        // What counts from the end of a run is not known backwards.
        return latest > first ? latest : first;
    }

    internal override DateTimeOffset? LastUntil(in TriggerContext context, DateTimeOffset until)
    {
        var last = Inner.LastUntil(in context, until);
        while (last is { } at && _days.Contains(at, Zone))
        {
            var start = _days.StartBefore(at, Zone);
            last = start == DateTimeOffset.MinValue ? null : Inner.LastUntil(in context, start.AddTicks(-1));
        }
        return last;
    }

    internal override bool Names(in TriggerContext context, DateTimeOffset at) => !_days.Contains(at, Zone) && Inner.Names(in context, at);

    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        AddExcluded(Inner, this, in context, until, notes);
        Inner.Explain(in context, until, notes);
    }

    public void AddExcluded(Trigger all, Trigger left, in TriggerContext context, DateTimeOffset until, TriggerNotes notes) =>
        notes.AddExcluded(all, left, in context, until, Zone, byDay: true);

    internal override bool WaitsForRuns => Inner.WaitsForRuns;

    internal override bool CountsFromAdding => Inner.CountsFromAdding;

    internal override Trigger InZone(string timeZone)
    {
        var inner = Inner.InZone(timeZone);
        return Of(inner, _days, GivenZone ?? OwnZone.Of(inner) ?? TimeZoneTable.Get(timeZone));
    }

    internal override Trigger Within(DateTimeOffset? from, DateTimeOffset? until) => Of(Inner.Within(from, until), _days, GivenZone);

    private ExceptDaysTrigger And(ExcludedDays days, TimeZoneTable? zone)
    {
        if (zone is not null && zone.Id != Zone.Id)
            throw new ArgumentException(
                $"The trigger '{this}' leaves out days of {Zone.Id} already and cannot leave out days of {zone.Id} as well. " +
                "Leave out all days in one zone.",
                nameof(zone));
        return new ExceptDaysTrigger(Inner, _days.And(days), GivenZone);
    }
}
