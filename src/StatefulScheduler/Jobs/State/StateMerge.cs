namespace StatefulScheduler;

// What became of a run's state when somebody else changed the stored one meanwhile.
// Rejected: members changed on both sides; Before is the run's value, After the stored one, which won.
internal readonly record struct MergedState(JobState State, IReadOnlyList<StateDifference> Rejected);

// Three-way merge by top-level member. Pure: the outcome policy calls it, never a store.
internal static class StateMerge
{
    public static MergedState Merge(JobState @base, JobState mine, JobState theirs) => throw new NotImplementedException();
}
