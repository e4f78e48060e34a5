namespace StatefulScheduler.Engine;

// What a run's state becomes when somebody changed the stored one meanwhile: the same rule for the end of a run and for a checkpoint. Pure.
internal static class StateConflicts
{
    public static ResolvedState Resolve(StateConflictPolicy policy, JobState @base, JobState mine, JobState theirs, StateType? type, string jobId)
    {
        switch (policy)
        {
            case StateConflictPolicy.FailRun:
                return new(null, []);
            case StateConflictPolicy.KeepRun:
                return new(mine, StateMerge.Merge(@base, theirs, mine).Rejected);
            case StateConflictPolicy.Merge when StateMerge.Merge(@base, mine, theirs) is var merged && Fits(merged.State, type, jobId):
                return new(merged.State, merged.Rejected);
            default:
                return new(theirs, mine.DiffTo(theirs));
        }
    }

    public static InvalidOperationException Failure(string jobId) =>
        new($"The state of job '{jobId}' changed during the run, and OnStateConflict is FailRun: what the run made of it is not stored.");

    // For people: what gave way to what.
    public static string Describe(IReadOnlyList<StateDifference> rejected) =>
        "conflict: " + string.Join("; ", rejected.Select(difference => $"{difference.Path} stays {difference.After}, not {difference.Before}"));

    // A merge that no longer fits falls back to the stored state, and is reported.
    private static bool Fits(JobState state, StateType? type, string jobId)
    {
        try
        {
            type?.CheckFits(state, jobId);
            return true;
        }
        catch (JobStateException)
        {
            return false;
        }
    }
}

// The state to store, and the members that gave way. No state: the run has failed.
internal readonly record struct ResolvedState(JobState? State, IReadOnlyList<StateDifference> Rejected);
