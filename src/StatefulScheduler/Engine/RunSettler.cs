using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// What follows a commit of a run: tell of it, or decide again when the job had moved on.
internal sealed class RunSettler(EngineCore core, Dispatcher dispatcher, RunStarter starter)
{
    // True: nobody holds the run any more, and the object can serve another.
    public bool Settle(JobExecution run, in CommitResult result)
    {
        switch (result.Status)
        {
            case CommitStatus.VersionConflict:
                starter.Decide(run, run.Outcome, result.Job);
                dispatcher.Ended(run);
                return false;
            case CommitStatus.Committed or CommitStatus.AlreadyCommitted:
                Tell(run, result.Job);
                break;
            default:
                Lost(run, result);
                break;
        }

        return RunPool.LetGo(run);
    }

    private void Tell(JobExecution run, ScheduledJob? job)
    {
        Warn(run);
        if (run is { Outcome.Outcome: RunOutcome.Abandoned, Commit.Outcome: RunOutcome.Pending })
            core.Events.RunAbandoned(run, job ?? Last(run));
        if (run.Commit.WantsJob && (job ?? Last(run)) is { } after)
            core.Events.RunEnded(run, after);
        if (run.Commit.Removes || run.Commit.Details is { Drops: var drops } && (drops & PendingKind.Manual) != 0)
            core.Waiters.Dropped(run.Claim.Plan.Id, run.Commit.Removes ? [] : job?.Pending ?? [], dispatcher.Runs.IsInFlight);
        if (WasAskedFor(run) && run.Notes?.RetryAt is null && run.Commit.Outcome != RunOutcome.Pending)
            core.Waiters.Ended(RunOf(run, run.Commit.Outcome));
    }

    private void Lost(JobExecution run, in CommitResult result)
    {
        if (result.Status == CommitStatus.StaleRun)
        {
            Log.RunStale(core.Logger, run.Claim.Plan.Id, run.RunId, run.Claim.Fence);
            core.Events.RunAbandoned(run, run.Job);
        }

        // A run that lost its place goes on under another fence, here or on another node: whoever waits for it waits for that one.
        if (WasAskedFor(run) && result.Status == CommitStatus.Gone)
            core.Waiters.Ended(RunOf(run, RunOutcome.Abandoned));
    }

    private static bool WasAskedFor(JobExecution run) => run.Claim.Pending?.RunId is not null;

    private void Warn(JobExecution run)
    {
        if (run.Notes is { Rejected.Count: > 0 } notes)
            Log.StateConflict(core.Logger, run.Claim.Plan.Id, run.RunId, string.Join(", ", notes.Rejected.Select(difference => difference.Path)));
        if (run is { Commit.State: not null, Policies: { RunSlots: > 1, HasWarnedOfSlots: false } policies })
        {
            policies.HasWarnedOfSlots = true;
            Log.SlotsReturnState(core.Logger, run.Claim.Plan.Id);
        }

        if (run.Commit.Status == JobStatus.Parked)
            Log.JobParked(core.Logger, run.Claim.Plan.Id, run.Commit.Details?.Parked?.Reason ?? "?");
        if (run.Outcome.Exception is { } exception && run.Commit.Outcome is RunOutcome.Failed or RunOutcome.TimedOut)
            Log.RunFailed(core.Logger, exception, run.Claim.Plan.Id, run.RunId, run.Claim.Attempt);
    }

    // A removed job is told of as it last was.
    private static ScheduledJob Last(JobExecution run) => run.Job;

    internal static JobRun RunOf(JobExecution run, RunOutcome outcome) =>
        new(run.RunId, run.Claim.Plan.Id, run.Claim.ScheduledAt, run.Claim.Attempt, outcome)
        {
            Fence = run.Claim.Fence,
            StartedAt = run.StartedAt,
            EndedAt = outcome == RunOutcome.Pending ? null : run.EndedAt,
            Node = run.Core.Options.NodeName,
            Result = run.Result,
            Error = run.Outcome.Exception is { } exception ? RunError.From(exception) : null,
        };
}
