namespace StatefulScheduler;

// A trigger that leaves out some of what another one names, and can say so of any trigger around it.
internal interface IExclusion
{
    Trigger Inner { get; }

    // What `all` names and `left` does not, in the stretch that Trigger.Explain speaks of.
    void AddExcluded(Trigger all, Trigger left, in TriggerContext context, DateTimeOffset until, TriggerNotes notes);
}

internal static class ExclusionNotes
{
    // However many were left out, they are asked for three times: the first, the second and the last.
    public static void AddExcluded(
        this TriggerNotes notes, Trigger all, Trigger left, in TriggerContext context, DateTimeOffset until, TimeZoneTable zone, bool byDay)
    {
        if (left.Next(in context) is { } next && next <= until)
            until = next.AddTicks(-1);
        if (all.Next(in context) is not { } first || first > until)
            return;

        var (second, last) = ((DateTimeOffset?)null, first);
        if (!all.WaitsForRuns && all.Next(context with { Previous = first, PreviousEnded = null }) is { } another && another <= until)
            (second, last) = (another, all.Latest(in context, until) ?? another);
        notes.Add(new ExcludedNote(
            zone.Id == notes.Zone.Id ? null : zone.Id,
            byDay,
            zone.ToWallTime(first),
            second is { } instant ? zone.ToWallTime(instant) : null,
            zone.ToWallTime(last)));
    }
}
