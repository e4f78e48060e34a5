namespace StatefulScheduler;

// One instant, even when it has passed: the misfire rules judge it.
internal sealed class AtTrigger(DateTimeOffset time) : Trigger
{
    public DateTimeOffset Time { get; } = time.ToUniversalTime();

    public override bool Equals(Trigger? other) => other is AtTrigger at && at.Time == Time;

    public override int GetHashCode() => HashCode.Combine(nameof(AtTrigger), Time);

    public override string ToString() => $"at {TriggerText.Instant(Time)}";

    protected override DateTimeOffset? NextCore(in TriggerContext context) =>
        context.Previous is null || context.Previous < Time ? Time : null;
}
