namespace StatefulScheduler;

// A trigger whose occurrences are each moved later by a time drawn for the job and the occurrence, in the room before the next one.
internal sealed class JitterTrigger : Trigger
{
    private readonly DateTimeOffset _end;

    private JitterTrigger(Trigger inner, TimeSpan max)
    {
        Inner = inner;
        Max = max;
        _end = inner.NotAfter ?? DateTimeOffset.MaxValue;
    }

    public Trigger Inner { get; }

    public TimeSpan Max { get; }

    internal override DateTimeOffset? NotBefore => Inner.NotBefore;

    internal override DateTimeOffset? NotAfter => Inner.NotAfter;

    public static Trigger Of(Trigger trigger, TimeSpan max)
    {
        if (max < IntervalTrigger.MinInterval)
            throw new ArgumentOutOfRangeException(
                nameof(max), max, "A jitter must be at least one millisecond (00:00:00.0010000); leave it out where none is meant.");

        return trigger switch
        {
            NeverTrigger => trigger,
            JitterTrigger jitter => new JitterTrigger(jitter.Inner, max),
            _ => new JitterTrigger(trigger, max),
        };
    }

    // The same jitter around another trigger.
    public Trigger Around(Trigger inner) => Of(inner, Max);

    public override bool Equals(Trigger? other) => other is JitterTrigger jitter && jitter.Inner == Inner && jitter.Max == Max;

    public override int GetHashCode() => HashCode.Combine(nameof(JitterTrigger), Inner, Max);

    public override string ToString() => $"{TriggerText.Operand(Inner)} jitter {Max:c}";

    // An occurrence that the previous instant is past may itself have been moved past it.
    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        if (context.Previous is { } previous
            && Inner.Latest(context.LookingAfter(Earlier(previous)), previous) is { } passed
            && Moved(in context, passed) is var pending
            && pending > previous)
            return pending;

        return Inner.Next(in context) is { } next ? Moved(in context, next) : null;
    }

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        if (Next(in context) is not { } first || first > until)
            return null;
        if (Inner.Latest(in context, until) is not { } last)
            return first;

        var moved = Moved(in context, last);
        if (moved <= until)
            return moved;
        return Inner.Latest(in context, last.AddTicks(-1)) is { } before ? Moved(in context, before) : first;
    }

    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        var inner = context.Previous is { } previous ? context with { Previous = Unmoved(in context, previous), PreviousEnded = null } : context;
        var at = Unmoved(in context, until);
        Inner.Explain(in inner, at, notes);
        if (at < until && Moved(in context, at) == until)
            notes.Add(new JitterNote(notes.Zone.ToWallTime(at), until - at));
    }

    internal override bool WaitsForRuns => Inner.WaitsForRuns;

    internal override bool CountsFromAdding => Inner.CountsFromAdding;

    internal override Trigger InZone(string timeZone) => Around(Inner.InZone(timeZone));

    internal override Trigger Within(DateTimeOffset? from, DateTimeOffset? until) => Around(Inner.Within(from, until));

    // Depends on the occurrence, the seed and nothing else that changes while the job lives: asked again it is the same.
    private DateTimeOffset Moved(in TriggerContext context, DateTimeOffset at)
    {
        var room = Math.Min(Max.Ticks, (_end - at).Ticks);
        if (Inner.Next(context.LookingAfter(at)) is { } next)
            room = Math.Min(room, (next - at).Ticks - 1);
        var drawn = (long)(SeedMix.Fraction(context.Seed, at.UtcTicks) * (room + 1));
        return at.AddTicks(Math.Min(drawn, room));
    }

    // The place of an instant among the occurrences before they are moved: which of them it has met.
    private DateTimeOffset Unmoved(in TriggerContext context, DateTimeOffset instant)
    {
        if (Inner.Latest(context.LookingAt(Earlier(instant)), instant) is not { } last)
            return instant;
        return Moved(in context, last) > instant ? last.AddTicks(-1) : last;
    }

    private DateTimeOffset Earlier(DateTimeOffset instant) =>
        instant - DateTimeOffset.MinValue > Max ? instant.ToUniversalTime() - Max : DateTimeOffset.MinValue;
}
