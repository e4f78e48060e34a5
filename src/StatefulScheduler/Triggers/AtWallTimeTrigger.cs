namespace StatefulScheduler;

// One wall time of one zone. It keeps both, not the instant, so that a change of the zone's rules moves it.
internal sealed class AtWallTimeTrigger : Trigger
{
    private readonly DateTimeOffset _time;

    public AtWallTimeTrigger(DateTime wallTime, string timeZone)
    {
        if (wallTime.Kind != DateTimeKind.Unspecified)
            throw new ArgumentException(
                $"The wall time {wallTime:O} is of kind {wallTime.Kind}, which contradicts the time zone beside it. " +
                "Use DateTimeKind.Unspecified, or Trigger.At(DateTimeOffset) for an instant.",
                nameof(wallTime));

        WallTime = wallTime;
        Zone = TimeZoneTable.Get(timeZone);
        _time = Zone.ToInstant(wallTime);
    }

    public DateTime WallTime { get; }

    public TimeZoneTable Zone { get; }

    public override bool Equals(Trigger? other) =>
        other is AtWallTimeTrigger at && at.WallTime == WallTime && at.Zone.Id == Zone.Id;

    public override int GetHashCode() => HashCode.Combine(nameof(AtWallTimeTrigger), WallTime, Zone.Id);

    public override string ToString() => $"at {TriggerText.WallTime(WallTime)} {Zone.Id}";

    protected override DateTimeOffset? NextCore(in TriggerContext context) =>
        context.Previous is null || context.Previous < _time ? _time : null;

    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        if (until != _time || Zone.IsFixed)
            return;

        var shown = Zone.ToWallTime(_time);
        if (shown == WallTime)
            notes.AddOverlap(Zone, _time, firesTwice: false);
        else
            notes.Add(new GapNote(Zone.Id, WallTime, WallTime, shown));
    }
}
