namespace StatefulScheduler;

// A fixed rest between two runs. What comes after the next occurrence is unknown until that has run.
internal sealed class AfterEachRunTrigger : Trigger
{
    public AfterEachRunTrigger(TimeSpan delay)
    {
        if (delay < IntervalTrigger.MinInterval)
            throw new ArgumentOutOfRangeException(
                nameof(delay), delay, "A delay must be at least one millisecond (00:00:00.0010000), or the job would never rest.");
        Delay = delay;
    }

    public TimeSpan Delay { get; }

    public override bool Equals(Trigger? other) => other is AfterEachRunTrigger after && after.Delay == Delay;

    public override int GetHashCode() => HashCode.Combine(nameof(AfterEachRunTrigger), Delay);

    public override string ToString() => $"after each run {Delay:c}";

    internal override bool CountsFromAdding => true;

    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        if (context.Previous is not { } previous || previous < context.Added)
            return context.Added;
        if (context.IsLook)
            return null; // unknown until that occurrence has run

        // An end before the previous occurrence is that of an older run.
        var ended = context.PreviousEnded is { } end && end > previous ? end : previous;
        return IntervalTrigger.Plus(ended, Delay.Ticks);
    }

    internal override bool WaitsForRuns => true;

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until) =>
        Next(in context) is { } next && next <= until ? next : null;
}
