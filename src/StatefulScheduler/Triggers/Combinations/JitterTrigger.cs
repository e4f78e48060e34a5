namespace StatefulScheduler;

// A trigger whose occurrences are each moved later by a time drawn for the job and the occurrence, in the room before the next one.
internal sealed class JitterTrigger : Trigger
{
    private readonly DateTimeOffset _end;
    private readonly bool _isNested;

    private JitterTrigger(Trigger inner, TimeSpan max)
    {
        Inner = inner;
        Max = max;
        _end = inner.NotAfter ?? DateTimeOffset.MaxValue;
        _isNested = inner.Searches;
    }

    public Trigger Inner { get; }

    public TimeSpan Max { get; }

    internal override DateTimeOffset? NotBefore => Inner.NotBefore;

    internal override DateTimeOffset? NotAfter => Inner.NotAfter;

    internal override bool Searches => true;

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
        var search = Spending(in context);
        if (search.Previous is { } previous
            && Inner.Latest(search.LookingAfter(Earlier(previous)), previous) is { } passed
            && Moved(in search, passed) is var pending
            && pending > previous)
            return pending;

        return Inner.Next(in search) is { } next ? Moved(in search, next) : null;
    }

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        var search = Spending(in context);
        if (Next(in search) is not { } first || first > until)
            return null;
        if (Inner.Latest(in search, until) is not { } last)
            return first;

        var moved = Moved(in search, last);
        if (moved <= until)
            return moved;
        return Inner.Latest(in search, last.AddTicks(-1)) is { } before ? Moved(in search, before) : first;
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

    internal override DateTimeOffset? LastUntil(in TriggerContext context, DateTimeOffset until)
    {
        var search = Spending(in context);
        if (Inner.LastUntil(in search, until) is not { } last)
            return null;

        var moved = Moved(in search, last);
        if (moved <= until)
            return moved;
        return last > DateTimeOffset.MinValue && Inner.LastUntil(in search, last.AddTicks(-1)) is { } before ? Moved(in search, before) : null;
    }

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

    private TriggerContext Spending(in TriggerContext context)
    {
        var search = _isNested ? context.Searching() : context;
        return search.Budget?.Spend() != false
            ? search
            : throw new InvalidOperationException(
                $"The trigger '{this}' is not found out in {SearchBudget.Steps} steps: too many triggers that are made of others stand inside one another. Write it with fewer levels.");
    }

    private DateTimeOffset Earlier(DateTimeOffset instant) =>
        instant - DateTimeOffset.MinValue > Max ? instant.ToUniversalTime() - Max : DateTimeOffset.MinValue;
}
