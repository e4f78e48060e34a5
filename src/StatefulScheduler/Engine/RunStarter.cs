using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Takes one claim to its outcome and its decision. Nothing here throws: a job's fault, and a fault of its trigger or its rules, is data.
internal sealed class RunStarter(EngineCore core, Dispatcher dispatcher, OutcomePolicy policy)
{
    [SuppressMessage("Design", "CA1031", Justification = "The boundary of a handler's upgrades and a user's trigger: a claim that cannot be begun is parked.")]
    public void Begin(JobExecution run, in JobClaim claim, DateTimeOffset now, long timestamp)
    {
        try
        {
            run.Begin(in claim, core.Policies.For(claim.Plan), now, timestamp);
        }
        catch (Exception exception)
        {
            run.CannotRun = true;
            run.Outcome = new(RunOutcome.Failed, null, exception);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The boundary of a trigger and of an executor of the user's own.")]
    public ValueTask<JobOutcome> RunAsync(JobExecution run, long timestamp)
    {
        run.StartedAt = Later(run.ClaimedAt, core.Clock.At(timestamp));
        run.Phase = RunPhase.Running;
        try
        {
            return Refuse(run, timestamp) is { } refused ? new(refused) : BeginAsync(run);
        }
        catch (Exception exception)
        {
            return new(new JobOutcome(RunOutcome.Failed, null, exception)); // A trigger that throws does so again when the next fire is decided, and parks the job.
        }
    }

    private ValueTask<JobOutcome> BeginAsync(JobExecution run)
    {
        core.Events.RunStarted(run);
        return run.Policies.AdvancesFirst && !run.Advanced && run.Claim.Pending is not { OffSchedule: true }
            ? AdvanceAndRunAsync(run)
            : ExecuteAsync(run);
    }

    // Goes on when the run has ended, on whatever thread that is.
    [SuppressMessage("Usage", "VSTHRD100", Justification = "Owned by the dispatcher's count of runs; nothing in it throws.")]
    public async void Detach(JobExecution run, ValueTask<JobOutcome> running)
    {
        run.RanAsynchronously = true;
        core.Activity.Begin();
        var outcome = await OutcomeAsync(run, running).ConfigureAwait(false);
        if (End(run, outcome, core.Time.GetTimestamp()))
            dispatcher.Ended(run);
        dispatcher.Over(); // Only now: between the two, a stop would find nothing claimed and nothing to commit.
        dispatcher.Recruit();
        core.Activity.End();
    }

    // An executor gives every outcome as data; one that throws all the same has failed the run.
    [SuppressMessage("Design", "CA1031", Justification = "The boundary of an executor of the user's own.")]
    public static async ValueTask<JobOutcome> OutcomeAsync(JobExecution run, ValueTask<JobOutcome> running)
    {
        var clock = run.OnClock;
        clock?.Follow();
        try
        {
            return await running.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return run.Cancellation.Why == CancelReason.None ? new(RunOutcome.Failed, null, exception) : run.Cancelled(exception);
        }
        finally
        {
            clock?.Unfollow();
        }
    }

    // Decides what becomes of the job. False: the run was closed without its code, long ago.
    public bool End(JobExecution run, JobOutcome outcome, long timestamp)
    {
        run.Deadline?.Dispose();
        run.Deadline = null;
        if (!run.TryClose(run.Generation))
        {
            dispatcher.Runs.Drop(run);
            return false;
        }

        Decide(run, outcome, timestamp);
        if (run.Cancellation.Why == CancelReason.LeaseLost)
            dispatcher.ReleaseHeld();
        return true;
    }

    public void Decide(JobExecution run, JobOutcome outcome, long timestamp)
    {
        run.EndedTimestamp = timestamp;
        run.EndedAt = Later(run.StartedAt, core.Clock.At(timestamp));
        Decide(run, outcome);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The boundary of a user's trigger: one that throws parks its job.")]
    public void Decide(JobExecution run, JobOutcome outcome, ScheduledJob? current = null)
    {
        run.Outcome = outcome;
        run.Phase = RunPhase.Ended;
        try
        {
            policy.Decide(run, current);
        }
        catch (Exception exception)
        {
            run.CannotRun = true;
            run.Outcome = new(RunOutcome.Failed, null, exception);
            policy.Decide(run, current);
        }
    }

    // What is known of the store's clock may be corrected, and the clock itself be set, while a run is on its way: none ends before it began.
    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private JobOutcome? Refuse(JobExecution run, long timestamp)
    {
        if (!dispatcher.Keeper.Trusts(run, timestamp))
            return new(RunOutcome.Pending); // The claim took so long to arrive, or to come to its turn, that somebody else may have the job by now.
        if (run.CannotRun)
            return run.Outcome;
        if (run.Claim.Plan.Unreadable is { } why)
            return CannotRun(run, why);
        if (run.Claim.AbandonedRuns >= 3)
            return CannotRun(run, $"its last {run.Claim.AbandonedRuns} runs ended with their process: a job that kills its process is not run again until it is resumed.");
        if (run is { Policies.AtMostOnce: true, Claim.TookOver: not 0 } && (run.Advanced || run.Claim.Pending is { OffSchedule: true }))
            return new(RunOutcome.Abandoned);
        return OccurrencePolicy.Settle(ref run.Claim, run.Policies, run.StartedAt) ? null : new(RunOutcome.Missed);
    }

    private static JobOutcome CannotRun(JobExecution run, string why)
    {
        run.CannotRun = true;
        return new(RunOutcome.Failed, null, new InvalidOperationException($"job '{run.Claim.Plan.Id}' cannot be run: {why}"));
    }

    private ValueTask<JobOutcome> ExecuteAsync(JobExecution run)
    {
        SetDeadline(run);
        if (core.IsSystemTime)
            return run.Policies.Executor.ExecuteAsync(run, run.Cancellation.Token);

        EngineActivity.CurrentRun.Value = run.OnClock = new ClockRun(run);
        try
        {
            return run.Policies.Executor.ExecuteAsync(run, run.Cancellation.Token);
        }
        finally
        {
            EngineActivity.CurrentRun.Value = null;
        }
    }

    private void SetDeadline(JobExecution run)
    {
        if (run.Policies.Timeout is { } timeout)
            run.Deadline = Fires(run, timeout, CancelReason.Timeout);
        else if (run is { Policies.WhenFull: WhenFull.Replace, Claim.Pending: null })
            SetReplacement(run);
    }

    // The next occurrence cancels this run, and waits for its end.
    private void SetReplacement(JobExecution run)
    {
        var next = run.Claim.Plan.Trigger.Next(new(run.Claim.Plan.AnchoredAt, run.StartedAt, run.Claim.ScheduledAt, null, run.Policies.Seed));
        if (next is { } due)
            run.Deadline = Fires(run, due > run.StartedAt ? due - run.StartedAt : TimeSpan.Zero, CancelReason.Replaced);
    }

    private ITimer Fires(JobExecution run, TimeSpan after, CancelReason why)
    {
        var cancellation = run.Cancellation; // Of this run alone: a run with a deadline leaves it behind.
        return core.Time.CreateTimer(
            _ => cancellation.Fire(why),
            null,
            after < TimeSpan.FromDays(40) ? after : TimeSpan.FromDays(40),
            Timeout.InfiniteTimeSpan);
    }

    private async ValueTask<JobOutcome> AdvanceAndRunAsync(JobExecution run)
    {
        if (await AdvanceAsync(run).ConfigureAwait(false) is { } refused)
            return refused;
        if (run.Cancellation.Why == CancelReason.LeaseLost)
            return new(RunOutcome.Pending); // While the store was waited for.
        return await ExecuteAsync(run).ConfigureAwait(false);
    }

    // Moves the schedule on before the run begins, so that other slots can be claimed, or so that the occurrence never runs twice.
    [SuppressMessage("Design", "CA1031", Justification = "A store that fails here gives the claim back.")]
    private async ValueTask<JobOutcome?> AdvanceAsync(JobExecution run)
    {
        var next = OccurrencePolicy.Next(run.Claim.Plan, run.Policies, run.Claim.ScheduledAt, run.ClaimedAt, run.StartedAt, out _);
        try
        {
            var result = await core.Committer.CommitAsync(
                new()
                {
                    JobId = run.Claim.Plan.Id,
                    Handle = run.Claim.Handle,
                    Fence = run.Claim.Fence,
                    Version = run.Claim.Version,
                    MovesSchedule = true,
                    NextFireAt = next,
                    PreviousFireAt = run.Claim.ScheduledAt,
                    At = run.StartedAt,
                },
                CancellationToken.None).ConfigureAwait(false);
            if (result.Status != CommitStatus.Committed)
                return new JobOutcome(RunOutcome.Pending); // Somebody changed the job since the claim: it is given back, and claimed again as it is.

            run.Advanced = true;
            run.AdvancedTo = next;
            dispatcher.Recruit();
            return null;
        }
        catch (Exception exception)
        {
            return new JobOutcome(RunOutcome.Pending, null, exception);
        }
    }
}
