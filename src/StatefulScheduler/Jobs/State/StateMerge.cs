namespace StatefulScheduler;

// What became of a run's state when somebody else changed the stored one meanwhile.
// Rejected: members changed on both sides; Before is the run's value, After the stored one, which won.
internal readonly record struct MergedState(JobState State, IReadOnlyList<StateDifference> Rejected);

// Three-way merge by top-level member. Pure: the outcome policy calls it, never a store.
internal static class StateMerge
{
    public static MergedState Merge(JobState @base, JobState mine, JobState theirs)
    {
        var (before, run, stored) = (JsonMembers.Read(@base.Utf8), JsonMembers.Read(mine.Utf8), JsonMembers.Read(theirs.Utf8));
        var (result, rejected, changed) = (JsonBuilder.Object(), new List<StateDifference>(), false);
        for (var index = 0; index < stored.Count; index++)
        {
            var value = Choose(stored.Name(index), before, run, stored, rejected, theirs.Json);
            changed |= !value.Equals(stored.Value(index));
            if (!value.IsEmpty)
                result.Add(stored.WrittenName(index), value);
        }

        for (var index = 0; index < run.Count; index++)
        {
            if (stored.IndexOf(run.Name(index)) >= 0)
                continue;
            var value = Choose(run.Name(index), before, run, stored, rejected, theirs.Json);
            if (value.IsEmpty)
                continue;
            changed = true;
            result.Add(run.WrittenName(index), value);
        }

        return new(changed ? theirs.With(result.Close()) : theirs, rejected);
    }

    // Absence (empty) is a value like any other.
    private static ReadOnlyMemory<byte> Choose(
        string name, JsonMembers before, JsonMembers run, JsonMembers stored, List<StateDifference> rejected, JobJson json)
    {
        var (was, mine, theirs) = (before.ValueOf(name), run.ValueOf(name), stored.ValueOf(name));
        if (JsonEquality.Equal(was, mine) || JsonEquality.Equal(mine, theirs))
            return theirs;
        if (JsonEquality.Equal(was, theirs))
            return mine;

        rejected.Add(new(JsonPath.Of(name).ToString(), new(mine, json), new(theirs, json)));
        return theirs;
    }
}
