using StatefulScheduler.Engine;
using StatefulScheduler.Stores;

namespace StatefulScheduler;

// What a committed run gives to tell, in the order it is told.
internal static class RunNews
{
    public static IEnumerable<SchedulerEvent> Of(JobExecution run, ScheduledJob job)
    {
        var commit = run.Commit;
        if (commit.Outcome == RunOutcome.Pending)
            yield break; // Given back.

        var reason = commit.Details?.Reason;
        var actor = commit.Details?.Actor;
        if (commit.State is not null)
            yield return new StateChanged { Job = job, Before = run.Memory.Base, Kind = commit.Kind, Reason = reason, Actor = actor, At = commit.At };
        if (run.Notes is { Rejected.Count: > 0 } notes)
            yield return new StateConflicted { Job = job, Rejected = notes.Rejected, At = commit.At };
        yield return Ended(run, job, commit.Outcome, reason, actor);
        if (run.Notes?.Skipped is { } skipped)
            yield return new RunSkipped { Job = job, Run = new(run.RunId, job.Id, skipped, 1, RunOutcome.Skipped), At = commit.At };
        foreach (var change in Changes(commit, job, reason, actor))
            yield return change;
    }

    private static IEnumerable<SchedulerEvent> Changes(JobCommit commit, ScheduledJob job, string? reason, string? actor)
    {
        if (commit.Removes)
            yield return new JobRemoved { Job = job, Reason = reason, Actor = actor, At = commit.At };
        else if (commit.Status == JobStatus.Parked)
            yield return new JobParked { Job = job, Reason = job.Parked?.Reason, At = commit.At };
        else if (commit.Status == JobStatus.Paused)
            yield return new JobPaused { Job = job, Reason = reason, Actor = actor, At = commit.At };
        else if (commit.Status is JobStatus.Completed or JobStatus.Failed)
            yield return new JobCompleted { Job = job, At = commit.At };
    }

    private static RunEvent Ended(JobExecution run, ScheduledJob job, RunOutcome outcome, string? reason, string? actor)
    {
        var ended = RunSettler.RunOf(run, outcome);
        var at = run.EndedAt;
        return outcome switch
        {
            RunOutcome.Succeeded => new RunSucceeded { Job = job, Run = ended, At = at },
            RunOutcome.Missed => new RunMissed { Job = job, Run = ended, At = at },
            RunOutcome.Skipped => new RunSkipped { Job = job, Run = ended, At = at },
            RunOutcome.Cancelled => new RunCancelled { Job = job, Run = ended, At = at },
            RunOutcome.Abandoned => new RunAbandoned { Job = job, Run = ended, At = at },
            _ => new RunFailed
            {
                Job = job,
                Run = ended,
                At = at,
                Reason = reason,
                Actor = actor,
                Exception = run.Outcome.Exception ?? new TimeoutException($"The run took longer than {run.Policies.Timeout}."),
                RetryAt = run.Notes?.RetryAt,
            },
        };
    }
}
