namespace StatefulScheduler;

// The union of two or more triggers, none of them a union itself, no two equal.
internal sealed class OrTrigger : Trigger
{
    private readonly Trigger[] _parts;

    private OrTrigger(Trigger[] parts) => _parts = parts;

    public IReadOnlyList<Trigger> Parts => _parts;

    // A union begins with its first part and ends with its last.
    internal override DateTimeOffset? NotBefore => _parts.Any(part => part.NotBefore is null) ? null : _parts.Min(part => part.NotBefore);

    internal override DateTimeOffset? NotAfter => _parts.Any(part => part.NotAfter is null) ? null : _parts.Max(part => part.NotAfter);

    internal override bool Searches => _parts.Any(part => part.Searches);

    public static Trigger Of(Trigger left, Trigger right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Of([left, right]);
    }

    public static Trigger Of(IEnumerable<Trigger> triggers)
    {
        Trigger[] parts = [.. triggers.SelectMany(PartsOf).Where(part => part != Never).Distinct()];
        return parts.Length switch
        {
            0 => Never,
            1 => parts[0],
            _ => new OrTrigger(parts),
        };
    }

    public override bool Equals(Trigger? other) => other is OrTrigger or && or._parts.AsSpan().SequenceEqual(_parts);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var part in _parts)
            hash.Add(part);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(" | ", (object[])_parts);

    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        DateTimeOffset? first = null;
        foreach (var part in _parts)
        {
            if (part.Next(in context) is { } next && !(next >= first))
                first = next;
        }
        return first;
    }

    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        DateTimeOffset? last = null;
        foreach (var part in _parts)
        {
            if (part.Latest(in context, until) is { } latest && !(latest <= last))
                last = latest;
        }
        return last;
    }

    internal override void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
        foreach (var part in _parts)
            part.Explain(in context, until, notes);
    }

    internal override bool WaitsForRuns => _parts.Any(part => part.WaitsForRuns);

    internal override bool CountsFromAdding => _parts.Any(part => part.CountsFromAdding);

    internal override DateTimeOffset? LastUntil(in TriggerContext context, DateTimeOffset until)
    {
        DateTimeOffset? last = null;
        foreach (var part in _parts)
        {
            if (part.LastUntil(in context, until) is { } latest && !(latest <= last))
                last = latest;
        }
        return last;
    }

    internal override bool Names(in TriggerContext context, DateTimeOffset at)
    {
        foreach (var part in _parts)
        {
            if (part.Names(in context, at))
                return true;
        }
        return false;
    }

    internal override Trigger InZone(string timeZone) => Of(_parts.Select(part => part.InZone(timeZone)));

    // A part that lies outside the bounds falls away; where all do, the first says so.
    internal override Trigger Within(DateTimeOffset? from, DateTimeOffset? until)
    {
        Trigger[] parts = [.. _parts.Where(part => !(part.NotBefore > until || part.NotAfter < from))];
        return parts.Length == 0 ? _parts[0].Within(from, until) : Of(parts.Select(part => part.Within(from, until)));
    }

    private static IReadOnlyList<Trigger> PartsOf(Trigger trigger) => trigger is OrTrigger or ? or._parts : [trigger];
}
