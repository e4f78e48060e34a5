namespace StatefulScheduler;

// A fixed grid: first, first + interval, first + 2 × interval, … as elapsed time.
internal sealed class IntervalTrigger : Trigger
{
    public static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(1);

    public IntervalTrigger(TimeSpan interval, DateTimeOffset? start)
    {
        if (interval < MinInterval)
            throw new ArgumentOutOfRangeException(
                nameof(interval), interval, "An interval must be at least one millisecond (00:00:00.0010000), or the trigger would fire without end.");
        Interval = interval;
        Start = start?.ToUniversalTime();
    }

    public TimeSpan Interval { get; }

    public DateTimeOffset? Start { get; }

    internal override DateTimeOffset? NotBefore => Start;

    public override bool Equals(Trigger? other) =>
        other is IntervalTrigger every && every.Interval == Interval && every.Start == Start;

    public override int GetHashCode() => HashCode.Combine(nameof(IntervalTrigger), Interval, Start);

    public override string ToString() =>
        Start is { } start ? $"every {Interval:c} from {TriggerText.Instant(start)}" : $"every {Interval:c}";

    internal override bool CountsFromAdding => Start is null;

    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        if (First(context.Added) is not { } first)
            return null;
        if (context.Previous is not { } previous || previous < first)
            return first;

        var untilNext = Interval.Ticks - ((previous - first).Ticks % Interval.Ticks);
        return Plus(previous, untilNext);
    }

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        if (First(context.Added) is not { } first || until < first)
            return null;

        var latest = until.ToUniversalTime().AddTicks(-((until - first).Ticks % Interval.Ticks));
        return latest > context.Previous || context.Previous is null ? latest : null;
    }

    internal override Trigger Within(DateTimeOffset? from, DateTimeOffset? until)
    {
        if (StartAtOrAfter(from) is not { } bounded)
            return Never;
        if (until is null)
            return bounded;
        WindowTrigger.CheckOrder(bounded.Start, until);
        return new WindowTrigger(bounded, null, until);
    }

    // Null when the grid has no point that late.
    private IntervalTrigger? StartAtOrAfter(DateTimeOffset? from)
    {
        if (from is null || from <= Start)
            return this;
        if (Start is not { } start)
            return new IntervalTrigger(Interval, from);

        var past = (from.Value - start).Ticks % Interval.Ticks;
        var first = past == 0 ? from : Plus(from.Value, Interval.Ticks - past);
        return first is null ? null : new IntervalTrigger(Interval, first);
    }

    private DateTimeOffset? First(DateTimeOffset added) => Start ?? Plus(added, Interval.Ticks);

    // Past the last instant that a DateTimeOffset holds there is none.
    internal static DateTimeOffset? Plus(DateTimeOffset time, long ticks) =>
        ticks <= DateTimeOffset.MaxValue.UtcTicks - time.UtcTicks ? new DateTimeOffset(time.UtcTicks + ticks, TimeSpan.Zero) : null;
}
