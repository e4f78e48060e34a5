namespace StatefulScheduler;

// A trigger without the instants that another one names. What is left out is one trigger, a union when it was given bit by bit.
internal sealed class ExceptTrigger : Trigger, IExclusion
{
    private ExceptTrigger(Trigger inner, Trigger excluded)
    {
        Inner = inner;
        Excluded = excluded;
    }

    public Trigger Inner { get; }

    public Trigger Excluded { get; }

    internal override DateTimeOffset? NotBefore => Inner.NotBefore;

    internal override DateTimeOffset? NotAfter => Inner.NotAfter;

    internal override bool Searches => true;

    public static Trigger Of(Trigger trigger, Trigger excluded)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        if (trigger == Never || excluded == Never)
            return trigger;
        if (trigger == excluded || excluded is OrTrigger or && or.Parts.Contains(trigger))
            throw new ArgumentException($"Nothing would be left of the trigger '{trigger}': all of it is excluded.", nameof(excluded));

        return trigger switch
        {
            JitterTrigger jitter => jitter.Around(Of(jitter.Inner, excluded)),
            ExceptTrigger except => Of(except.Inner, except.Excluded | excluded),
            _ => new ExceptTrigger(trigger, excluded),
        };
    }

    public override bool Equals(Trigger? other) => other is ExceptTrigger except && except.Inner == Inner && except.Excluded == Excluded;

    public override int GetHashCode() => HashCode.Combine(nameof(ExceptTrigger), Inner, Excluded);

    public override string ToString() => $"{TriggerText.Operand(Inner)} except ({Excluded})";

    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        var walk = context.Searching();
        while (Inner.Next(in walk) is { } next)
        {
            if (!Excluded.Names(in walk, next))
                return next;
            if (!walk.Budget!.Spend())
                throw NothingLeft(next);

            // As if it had run and taken no time.
            walk = walk with { Previous = next, PreviousEnded = null };
        }
        return null;
    }

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        var search = context.Searching();
        if (Next(in search) is not { } first || first > until)
            return null;

        while (Inner.Latest(in search, until) is { } last && last > first)
        {
            if (!Excluded.Names(in search, last))
                return last;
            if (!search.Budget!.Spend())
                throw NothingLeft(last);
            until = last.AddTicks(-1);
        }
        return first;
    }

    // Backwards alone: the first occurrence of all may come after more dropped ones than a search allows.
    internal override DateTimeOffset? LastUntil(in TriggerContext context, DateTimeOffset until)
    {
        var search = context.Searching();
        while (Inner.LastUntil(in search, until) is { } last)
        {
            if (!Excluded.Names(in search, last))
                return last;
            if (!search.Budget!.Spend())
                throw NothingLeft(last);
            if (last == DateTimeOffset.MinValue)
                return null;
            until = last.AddTicks(-1);
        }
        return null;
    }

    internal override bool Names(in TriggerContext context, DateTimeOffset at) => Inner.Names(in context, at) && !Excluded.Names(in context, at);

    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        AddExcluded(Inner, this, in context, until, notes);
        Inner.Explain(in context, until, notes);
    }

    public void AddExcluded(Trigger all, Trigger left, in TriggerContext context, DateTimeOffset until, TriggerNotes notes) =>
        notes.AddExcluded(all, left, in context, until, notes.Zone, byDay: false);

    internal override bool WaitsForRuns => Inner.WaitsForRuns;

    internal override bool CountsFromAdding => Inner.CountsFromAdding;

    internal override Trigger InZone(string timeZone) => Of(Inner.InZone(timeZone), Excluded.InZone(timeZone));

    internal override Trigger Within(DateTimeOffset? from, DateTimeOffset? until) => Of(Inner.Within(from, until), Excluded);

    private InvalidOperationException NothingLeft(DateTimeOffset at) => new(
        $"The trigger '{Inner}' has no occurrence near {at:O} that '{Excluded}' does not exclude, in {SearchBudget.Steps} steps; most " +
        "likely nothing is left of it. Exclude less, or bound the trigger with Until.");
}
