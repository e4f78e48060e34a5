namespace StatefulScheduler.Stores;

// Writes the parts of a commit that was found to be current.
internal static class JobSlotWriter
{
    public static void Write(JobSlot job, OpenRun? run, in JobCommit commit)
    {
        var details = commit.Details;
        if (details?.Plan is { } plan)
            job.Plan = plan;
        if (commit.State is { } state)
            WriteState(job, run, state, in commit);
        if (commit.MovesSchedule)
            (job.NextFireAt, job.PreviousFireAt) = (commit.NextFireAt, commit.PreviousFireAt);
        if (details is { Drops: not PendingKind.None })
            job.Pending = Without(job.Pending, details.Drops);
        if (details?.Adds is { } added)
            job.Pending = [.. job.Pending, added];
        if (commit.Status is { } status && !(status is JobStatus.Completed or JobStatus.Failed && job.HasRetry))
            (job.Status, job.Pause, job.Parked) = (status, details?.Pause, details?.Parked);
        if (commit.RaisesVersion)
            job.Version++;
        if (job.Status == JobStatus.Active && commit.RaisesVersion)
            job.AbandonedRuns = 0; // Somebody has looked at the job: what killed its process is counted anew.
    }

    // Apart, since a lambda that captures a local allocates whenever its method is entered.
    private static PendingRun[] Without(PendingRun[] all, PendingKind kinds) => [.. all.Where(pending => (pending.Kind & kinds) == 0)];

    private static void WriteState(JobSlot job, OpenRun? run, JobState state, in JobCommit commit)
    {
        var history = job.Plan.History;
        if (history.Mode != StateHistoryMode.None && history.Keeps(commit.Kind))
            InMemoryPast.Replaced(job);
        job.State = state;
        job.StateSchema = commit.StateSchema;
        job.StateVersion++;
        job.Origin = new(commit.At, commit.Kind, commit.Details?.Actor, run?.Pending?.RunId ?? commit.Details?.RunId, commit.Fence, commit.Details?.Reason);
        if (history.Mode != StateHistoryMode.None && history.Keeps(commit.Kind))
            InMemoryPast.Changed(job);
    }
}
