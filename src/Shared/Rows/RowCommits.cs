namespace StatefulScheduler.Stores.Rows;

// What a commit does to a row: THE rules of the write, the same for every store that keeps rows. Reads and changes the row only.
internal sealed class RowCommits(IRowWriter writer)
{
    // Null: it may be applied.
    public CommitStatus? WhyRefused(JobRow row, in JobCommit commit)
    {
        var run = commit.Fence == 0 ? null : row.Run(commit.Fence);
        if (commit.Fence != 0 && run?.Epoch != writer.Epoch)
            return WhyClosed(row, run, commit);
        return IsOutdated(row, commit) ? CommitStatus.VersionConflict : null;
    }

    public RowChange Apply(JobRow row, in JobCommit commit)
    {
        var run = commit.Fence == 0 ? null : row.Run(commit.Fence);
        var change = RowChange.Run;
        if (commit.Details?.Plan is { } plan)
        {
            Replan(row, plan);
            change = RowChange.All;
        }

        if (commit.State is { } state)
        {
            ApplyState(row, run, state, commit);
            change = (RowChange)Math.Max((int)change, (int)RowChange.State);
        }

        ApplySchedule(row, run, commit);
        if (ApplyDecision(row, commit))
            change = RowChange.All;
        if (run is not null && commit.EndsRun)
            End(row, run, commit);
        return change;
    }

    // Only the end of a run can have been stored already; a checkpoint of an ended run comes too late.
    private CommitStatus WhyClosed(JobRow row, OpenRun? ofEarlierEpoch, in JobCommit commit) =>
        ofEarlierEpoch is null && commit.EndsRun && (commit.Fence == row.LastFence || writer.Closed(row, commit.Fence) == ClosedRun.Ended)
            ? CommitStatus.AlreadyCommitted
            : CommitStatus.StaleRun;

    private static bool IsOutdated(JobRow row, in JobCommit commit) =>
        (commit.Version != 0 && commit.Version != row.Version)
        || ((commit.State is not null || commit.ChecksState) && commit.StateVersion != row.StateVersion);

    private void Replan(JobRow row, JobPlan plan)
    {
        row.PlanVersion++;
        row.RunSlots = plan.RunSlots;
        row.Lane = writer.LaneOf(plan.Handler, row.Lane.StateSchema, plan.Priority);
        writer.SavePlan(row, plan);
    }

    private void ApplyState(JobRow row, OpenRun? run, JobState state, in JobCommit commit)
    {
        var at = commit.At == default ? writer.Clock.Now : commit.At.UtcTicks;
        writer.Replacing(row, commit.Kind);
        row.State = state;
        row.StateVersion++;
        row.StateBy = new StateStamp(at, commit.Kind, commit.Fence, run is null ? commit.Details?.RunId : run.Pending?.RunId, commit.Details?.Actor, commit.Details?.Reason);
        if (commit.StateSchema != row.Lane.StateSchema)
            row.Lane = writer.LaneOf(row.Lane.Handler, commit.StateSchema, row.Lane.Priority);
    }

    private static bool ApplyDecision(JobRow row, in JobCommit commit)
    {
        if (commit.RaisesVersion)
            row.Version++;
        if (commit.Status is { } status && !(status is JobStatus.Completed or JobStatus.Failed && HasRetry(row)))
        {
            row.Pause = null;
            row.Parked = null;
            if (status is not (JobStatus.Completed or JobStatus.Failed))
                row.FinishedAt = null;
            else if (status != row.Status || row.FinishedAt is null)
                row.FinishedAt = commit.At.UtcTicks;
            row.Status = status;
        }

        row.Pause = commit.Details?.Pause ?? row.Pause;
        row.Parked = commit.Details?.Parked ?? row.Parked;
        // Somebody has looked at the job: what killed its process is counted anew.
        if (commit.RaisesVersion && row.Status == JobStatus.Active)
            row.Abandoned = 0;
        return commit.RaisesVersion || commit.Status is not null || commit.Details is { Pause: not null } or { Parked: not null };
    }

    private static bool HasRetry(JobRow row) => row.Pending.Any(pending => pending.Kind == PendingKind.Retry);

    private static void ApplySchedule(JobRow row, OpenRun? run, in JobCommit commit)
    {
        if (commit.MovesSchedule)
        {
            row.NextFire = Instants.Ticks(commit.NextFireAt);
            row.PreviousFire = Instants.Ticks(commit.PreviousFireAt);
            if (run is not null && !commit.EndsRun)
                run.Advanced = true;
        }

        if (commit.Details is not { } details)
            return;
        if (details.Drops != PendingKind.None && row.Pending.Count > 0)
            row.Pending = [.. row.Pending.Where(pending => (pending.Kind & details.Drops) == 0)];
        if (details.Adds is { } added)
            row.Pending = [.. row.Pending, added];
    }

    private void End(JobRow row, OpenRun run, in JobCommit commit)
    {
        row.Open.Remove(run);
        if (commit.Outcome == RunOutcome.Pending)
        {
            GiveBack(row, run);
        }
        else
        {
            row.LastFence = run.Fence;
            if (commit.Outcome != RunOutcome.Abandoned)
                row.Abandoned = 0;
        }

        writer.Ended(row, run, commit);
    }

    // What the run was for is due again: its pending run, or the job's own occurrence. One that the schedule has left already waits beside it.
    private static void GiveBack(JobRow row, OpenRun run)
    {
        var again = run.Pending ?? (run.Advanced
            ? new PendingRun
            {
                Kind = PendingKind.Retry,
                ScheduledAt = Instants.Of(run.Occurrence),
                DueAt = Instants.Of(run.Occurrence),
                FirstAttemptAt = Instants.Of(run.Occurrence),
                OffSchedule = true,
            }
            : null);
        if (again is not null)
            row.Pending = [.. row.Pending, again];
    }
}
