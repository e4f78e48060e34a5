using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// What becomes of a job whose run failed: the handler's decision in code, else the policy stored with the job.
internal sealed class FailureRules(EngineCore core, ChangePolicy changes)
{
    public void Apply(JobExecution run, JobDraft draft, RunNotes notes)
    {
        draft.Kind = StateChangeKind.RunFailed;
        var exception = run.Outcome.Exception ?? new TimeoutException($"The run took longer than {run.Policies.Timeout}.");
        try
        {
            var decision = Decide(run, draft, exception);
            if (decision is null or { FollowsPolicy: true })
                FollowPolicy(run, draft, notes, exception);
            else
                Follow(decision, run, draft, notes, exception);
        }
#pragma warning disable CA1031 // The boundary of the failure decision's code: when it throws, the job is held rather than run on.
        catch (Exception fault)
        {
            draft.Reason = $"the failure policy of handler '{run.Policies.Handler.Name}' cannot be applied: {fault.Message} (the run had failed with: {exception.Message})";
            Hold(draft, run.EndedAt);
        }
#pragma warning restore CA1031
    }

    private static FailureDecision? Decide(JobExecution run, JobDraft draft, Exception exception) =>
        run.Policies.Handler.Decide?.Invoke(new FailedRun(draft.Job, exception, Progress(run)));

    private static JobRetry Progress(JobExecution run)
    {
        var pending = run.Claim.Pending;
        var first = pending is { Attempt: > 1 } ? pending.FirstAttemptAt : run.StartedAt;
        return new JobRetry(run.Claim.Attempt, first, pending?.IdleFor ?? TimeSpan.Zero, run.EndedAt);
    }

    private void Follow(FailureDecision decision, JobExecution run, JobDraft draft, RunNotes notes, Exception exception)
    {
        draft.Reason = decision.Reason ?? exception.Message;
        if (decision.State is { } update)
            changes.ApplyState(draft, update);
        if (decision.RetryDelay is { } delay)
            Retry(run, draft, notes, delay);
        else
            Act(decision.Action, draft, run.EndedAt);
        draft.RaisesVersion = draft.ChangesState || draft.Status != draft.Job.Status;
    }

    private void FollowPolicy(JobExecution run, JobDraft draft, RunNotes notes, Exception exception)
    {
        var policy = run.Policies.OnFailure;
        draft.Reason = exception.Message;
        if (run.Claim.Attempt < policy.MaxAttempts)
        {
            Retry(run, draft, notes, (policy.Backoff ?? RetryBackoff.Default).Delay(run.Claim.Attempt, run.Policies.Seed ^ (ulong)run.Claim.ScheduledAt.UtcTicks));
            return;
        }

        if (policy.Set is { } patch)
            changes.ApplyState(draft, state => state.Merge(patch));
        Act(policy.Action, draft, run.EndedAt);
        draft.RaisesVersion = draft.ChangesState || draft.Status != draft.Job.Status;
    }

    // A retry waits in the store, so that a restart continues the same sequence.
    private static void Retry(JobExecution run, JobDraft draft, RunNotes notes, TimeSpan delay)
    {
        var progress = Progress(run);
        notes.RetryAt = delay < DateTimeOffset.MaxValue - run.EndedAt ? run.EndedAt + delay : DateTimeOffset.MaxValue;
        draft.Adds = new()
        {
            Kind = run.Claim.Pending?.RunId is null ? PendingKind.Retry : PendingKind.Manual,
            RunId = run.Claim.Pending?.RunId,
            ScheduledAt = run.Claim.ScheduledAt,
            DueAt = notes.RetryAt.Value,
            Attempt = run.Claim.Attempt + 1,
            FirstAttemptAt = progress.FirstAttemptAt,
            IdleFor = progress.IdleFor + delay,
            OffSchedule = run.Advanced,
        };
    }

    private void Act(FailureAction action, JobDraft draft, DateTimeOffset now)
    {
        if (action == FailureAction.Pause)
            Hold(draft, now);
        else if (action == FailureAction.Remove)
            draft.Removes = true;
    }

    private void Hold(JobDraft draft, DateTimeOffset now)
    {
        draft.RaisesVersion = true;
        draft.Actor = $"failure policy on {core.Options.NodeName}";
        if (draft.Status != JobStatus.Paused) // An operator's pause stands as it is.
            changes.Pause(draft, now);
    }
}
