namespace StatefulScheduler;

// The intersection of two or more triggers, none of them an intersection itself, no two equal.
internal sealed class AndTrigger : Trigger
{
    private const int MaxSteps = 100_000;

    private readonly Trigger[] _parts;

    private AndTrigger(Trigger[] parts) => _parts = parts;

    public IReadOnlyList<Trigger> Parts => _parts;

    // An intersection begins with its last part and ends with its first.
    internal override DateTimeOffset? NotBefore => _parts.Max(part => part.NotBefore);

    internal override DateTimeOffset? NotAfter => _parts.Min(part => part.NotAfter);

    public static Trigger Of(Trigger left, Trigger right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Of([left, right]);
    }

    public static Trigger Of(IEnumerable<Trigger> triggers)
    {
        Trigger[] parts = [.. triggers.SelectMany(PartsOf).Distinct()];
        if (parts.Length == 0)
            throw new ArgumentException("An intersection needs at least one trigger; of none, every instant would be one.", nameof(triggers));
        if (parts.Contains(Never))
            return Never;
        return parts.Length == 1 ? parts[0] : new AndTrigger(parts);
    }

    internal override bool Searches => true;

    public override bool Equals(Trigger? other) => other is AndTrigger and && and._parts.AsSpan().SequenceEqual(_parts);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(nameof(AndTrigger));
        foreach (var part in _parts)
            hash.Add(part);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(" & ", _parts.Select(part => part is OrTrigger ? $"({part})" : part.ToString()));

    // Each part in turn is asked for its first instant at or after the latest that any has named, until all name the same.
    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        var search = context.Searching();
        var named = _parts.Length <= 16 ? stackalloc DateTimeOffset[_parts.Length] : new DateTimeOffset[_parts.Length];
        for (var i = 0; i < named.Length; i++)
        {
            if (_parts[i].Next(in search) is not { } first)
                return null;
            named[i] = first;
        }

        var from = LatestOf(named);
        var latest = from;
        for (var steps = 0; named.IndexOfAnyExcept(latest) is var part and >= 0; steps++)
        {
            if (steps == MaxSteps || !search.Budget!.Spend())
                throw NeverMeet(from, latest);
            if (_parts[part].Next(search.RestedUntil(latest)) is not { } next)
                return null;
            named[part] = latest = next;
        }
        return latest;
    }

    // The same backwards: each part is asked for its last instant at or before the earliest that any has named.
    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        var search = context.Searching();
        if (Next(in search) is not { } first || first > until)
            return null;

        var earliest = until;
        for (int steps = 0, agreeing = 0; agreeing < _parts.Length; steps++, agreeing++)
        {
            if (steps == MaxSteps || !search.Budget!.Spend())
                throw NeverMeet(earliest, until);

            // A part that counts from the end of a run cannot be asked backwards beyond its next instant.
            if (_parts[steps % _parts.Length].Latest(in search, earliest) is not { } last || last <= first)
                return first;
            if (last < earliest)
                agreeing = 0;
            earliest = last;
        }
        return earliest;
    }

    // Backwards alone: the first common instant of all may be far away, or none.
    internal override DateTimeOffset? LastUntil(in TriggerContext context, DateTimeOffset until)
    {
        if (CountsFromAdding)
            return null;

        var search = context.Searching();
        var earliest = until;
        for (int steps = 0, agreeing = 0; agreeing < _parts.Length; steps++, agreeing++)
        {
            if (steps == MaxSteps || !search.Budget!.Spend())
                throw NeverMeet(earliest, until);
            if (_parts[steps % _parts.Length].LastUntil(in search, earliest) is not { } last)
                return null;
            if (last < earliest)
                agreeing = 0;
            earliest = last;
        }
        return earliest;
    }

    // Without a search, which may lead far beyond the instant.
    internal override bool Names(in TriggerContext context, DateTimeOffset at)
    {
        foreach (var part in _parts)
        {
            if (!part.Names(in context, at))
                return false;
        }
        return true;
    }

    // What a part leaves out is left out here only where all the others name it. A wall time that does not exist is no
    // instant, and nobody can say whether they would have named it: of the clocks only what touched the instant itself is told.
    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        var exclusions = _parts.OfType<IExclusion>().ToList();
        var all = exclusions.Count == 0 ? this : Of(_parts.Select(part => part is IExclusion exclusion ? exclusion.Inner : part));
        foreach (var exclusion in exclusions)
            exclusion.AddExcluded(all, this, in context, until, notes);

        if (!Names(in context, until))
            return;
        foreach (var part in _parts)
            part.Explain(context.LookingAt(until), until, notes);
    }

    internal override bool WaitsForRuns => _parts.Any(part => part.WaitsForRuns);

    internal override bool CountsFromAdding => _parts.Any(part => part.CountsFromAdding);

    internal override Trigger InZone(string timeZone) => Of(_parts.Select(part => part.InZone(timeZone)));

    internal override Trigger Within(DateTimeOffset? from, DateTimeOffset? until) => Of(_parts.Select(part => part.Within(from, until)));

    private static IReadOnlyList<Trigger> PartsOf(Trigger trigger) => trigger is AndTrigger and ? and._parts : [trigger];

    private static DateTimeOffset LatestOf(ReadOnlySpan<DateTimeOffset> named)
    {
        var latest = named[0];
        foreach (var instant in named)
            latest = instant > latest ? instant : latest;
        return latest;
    }

    private InvalidOperationException NeverMeet(DateTimeOffset from, DateTimeOffset until) => new(
        $"The triggers {string.Join(" and ", _parts.Select(part => $"'{part}'"))} name no common instant from {from:O} to {until:O}; " +
        $"after {MaxSteps} steps, or {SearchBudget.Steps} with searches inside this one, they most likely never meet. & wants equal " +
        "instants, to the tick: give the parts starts and times of day that can be equal, bound the search with Until, or let " +
        "one trigger name the instants and drop some with Except.");
}
