namespace StatefulScheduler;

// A trigger between two bounds, both inclusive, either left open. It lives as if a job added before the start were added there.
internal sealed class WindowTrigger(Trigger inner, DateTimeOffset? start, DateTimeOffset? end) : Trigger
{
    public Trigger Inner { get; } = inner;

    public DateTimeOffset? Start { get; } = start?.ToUniversalTime();

    public DateTimeOffset? End { get; } = end?.ToUniversalTime();

    internal override DateTimeOffset? NotBefore => Start ?? Inner.NotBefore;

    internal override DateTimeOffset? NotAfter => End;

    public static Trigger Of(Trigger inner, DateTimeOffset? start, DateTimeOffset? end)
    {
        CheckOrder(start, end);
        return start is null && end is null ? inner : new WindowTrigger(inner, start, end);
    }

    public static void CheckOrder(DateTimeOffset? start, DateTimeOffset? end)
    {
        if (end < start)
            throw new ArgumentOutOfRangeException(
                nameof(end), end, $"The end of a trigger must not be before its start ({start:O}), or it would never fire.");
    }

    public override bool Equals(Trigger? other) =>
        other is WindowTrigger window && window.Inner == Inner && window.Start == Start && window.End == End;

    public override int GetHashCode() => HashCode.Combine(Inner, Start, End);

    public override string ToString()
    {
        var from = Start is { } start ? $" from {TriggerText.Instant(start)}" : "";
        var until = End is { } end ? $" until {TriggerText.Instant(end)}" : "";
        return $"{Inner}{from}{until}";
    }

    internal override bool CountsFromAdding => Inner.CountsFromAdding;

    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        var next = Inner.Next(Entered(in context));
        if (next < Start)
        {
            // An instant of its own from before the window, such as that of At.
            next = Inner.Next(context with { Previous = Start.Value.AddTicks(-1), PreviousEnded = null });
        }
        return next > End ? null : next;
    }

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        var latest = Inner.Latest(Entered(in context), until > End ? End.Value : until);
        return latest < Start ? null : latest;
    }

    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        var entered = Entered(in context);
        Inner.Explain(in entered, until > End ? End.Value : until, notes);
    }

    internal override bool WaitsForRuns => Inner.WaitsForRuns;

    internal override Trigger InZone(string timeZone) => Inner.InZone(timeZone).Within(Start, End);

    internal override Trigger Within(DateTimeOffset? from, DateTimeOffset? until) =>
        Inner.Within(from < Start || from is null ? Start : from, until > End || until is null ? End : until);

    // What happened before the start has not happened for the inner trigger.
    private TriggerContext Entered(in TriggerContext context)
    {
        if (Start is not { } start || context.Previous >= start)
            return context;
        return context with
        {
            Added = context.Added < start ? start : context.Added,
            Previous = null,
            PreviousEnded = null,
        };
    }
}
