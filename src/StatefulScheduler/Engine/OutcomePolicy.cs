using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Claim + outcome → commit. Pure but for the functions that users gave, and called again with the job as it is when the store answers that the job has moved on.
internal sealed class OutcomePolicy(EngineCore core, ChangePolicy changes)
{
    private const int RoundsOfMerging = 5;
    private readonly FailureRules failures = new(core, changes);

    public void Decide(JobExecution run, ScheduledJob? current = null)
    {
        run.Decisions++;
        if (current is null && IsPlainSuccess(run))
            DecidePlain(run);
        else
            DecideInFull(run, current ?? AsClaimed(run));
    }

    // The job as the claim, and the checkpoints since, have left it.
    private static ScheduledJob AsClaimed(JobExecution run) => run.Claim.ToJob(run.Core.StoreName) with
    {
        State = run.Memory.Base,
        StateVersion = run.Memory.BaseVersion,
        NextFireAt = run.Advanced ? run.AdvancedTo : run.Claim.NextFireAt,
    };

    private static bool IsPlainSuccess(JobExecution run) =>
        run.Outcome.Outcome == RunOutcome.Succeeded && run.ChangeIfAny is null && run.Claim is { Pending: null, Status: JobStatus.Active } && run.Result.Kind == System.Text.Json.JsonValueKind.Undefined;

    // The everyday case, without a draft: nothing is allocated.
    private void DecidePlain(JobExecution run)
    {
        ref var commit = ref run.Commit;
        Begin(run, ref commit);
        commit.Version = run.Claim.Version;
        commit.StateVersion = run.Memory.BaseVersion;
        commit.State = run.Outcome.State;
        commit.StateSchema = run.Policies.Handler.Schema;
        commit.Kind = StateChangeKind.RunSucceeded;
        var next = run.AdvancedTo;
        if (!run.Advanced)
        {
            next = OccurrencePolicy.Next(run.Claim.Plan, run.Policies, run.Claim.ScheduledAt, run.ClaimedAt, run.EndedAt, out var skipped);
            commit.MovesSchedule = true;
            commit.NextFireAt = next;
            commit.PreviousFireAt = run.Claim.ScheduledAt;
            if (skipped is { } occurrence)
                run.Notes = new() { Skipped = occurrence };
        }

        if (next is null)
            commit.Status = JobStatus.Completed;
    }

    private void DecideInFull(JobExecution run, ScheduledJob job)
    {
        var draft = new JobDraft(job);
        var notes = run.Notes = new();
        var ended = Judge(run, ref draft, notes);
        var commit = draft.ToCommit(run.EndedAt);
        var details = commit.Details!;
        Begin(run, ref commit);
        commit.EndsRun = true;
        commit.Outcome = ended;
        commit.ChecksState = draft.Removes;
        commit.WantsJob |= (draft.Drops & PendingKind.Manual) != 0; // Who waits for a run that was dropped is told.
        commit.Details = details with
        {
            RunId = run.RunId,
            Node = core.Options.NodeName,
            Error = run.Outcome.Exception is { } exception ? RunError.From(exception) : null,
            Result = run.Result,
        };
        run.Commit = commit;
    }

    private RunOutcome Judge(JobExecution run, ref JobDraft draft, RunNotes notes)
    {
        draft.Kind = StateChangeKind.RunSucceeded;
        switch (run.Outcome.Outcome)
        {
            case RunOutcome.Pending:
                return RunOutcome.Pending; // Given back: the occurrence is due again, nothing is counted.
            case RunOutcome.Cancelled when run.Cancellation.Why == CancelReason.Stopping:
                return RunOutcome.Pending;
            case RunOutcome.Abandoned when !run.Policies.AtMostOnce:
                return RunOutcome.Pending; // Given up in time, and nobody has taken its place: what it did is not committed, so that it is due again.
            case RunOutcome.Failed when run.CannotRun:
                Park(run, draft);
                return RunOutcome.Failed;
            case RunOutcome.Succeeded when MergeState(run, draft, notes):
                Advance(run, draft, notes);
                Finish(run, draft, succeeded: true);
                if (run.ChangeIfAny is { } change)
                    draft = Changed(run, draft, change);
                return RunOutcome.Succeeded;
            case RunOutcome.Succeeded: // A conflict under FailRun.
            case RunOutcome.Failed or RunOutcome.TimedOut:
                failures.Apply(run, draft, notes);
                if (notes.RetryAt is null && !draft.Removes)
                {
                    Advance(run, draft, notes);
                    Finish(run, draft, succeeded: false);
                }

                return run.Outcome.Outcome == RunOutcome.TimedOut ? RunOutcome.TimedOut : RunOutcome.Failed;
            default:
                Advance(run, draft, notes);
                Finish(run, draft, succeeded: run.Outcome.Outcome is RunOutcome.Missed or RunOutcome.Skipped);
                return run.Outcome.Outcome;
        }
    }

    // False: the run counts as failed, since somebody changed the state and the job wants that.
    private bool MergeState(JobExecution run, JobDraft draft, RunNotes notes)
    {
        if (run.Outcome.State is not { } mine)
            return true;

        var schema = run.Policies.Handler.Schema;
        if (draft.Job.StateVersion == run.Memory.BaseVersion)
        {
            draft.SetState(mine, schema);
            return true;
        }

        var theirs = run.Policies.Handler.Upgrade(draft.Job.State, draft.Job.StateSchema);
        var policy = run.Decisions > RoundsOfMerging ? StateConflictPolicy.KeepStored : run.Policies.OnStateConflict;
        (var resolved, notes.Rejected) = StateConflicts.Resolve(policy, run.Memory.Base, mine, theirs, run.Policies.Handler.StateType, draft.Job.Id);
        if (resolved is null)
        {
            run.Outcome = new(RunOutcome.Failed, null, StateConflicts.Failure(draft.Job.Id));
            return false;
        }

        if (!ReferenceEquals(resolved, theirs))
            draft.SetState(resolved, schema);
        if (notes.Rejected.Count > 0)
            draft.Reason = StateConflicts.Describe(notes.Rejected);
        return true;
    }

    // The schedule moves on unless it has, or somebody has moved it meanwhile: a reschedule or a resume stands.
    private static void Advance(JobExecution run, JobDraft draft, RunNotes notes)
    {
        if (run.Advanced || draft.Job.NextFireAt != run.Claim.NextFireAt || !draft.Plan.Trigger.Equals(run.Claim.Plan.Trigger))
            return;

        draft.MoveTo(OccurrencePolicy.Next(draft.Plan, run.Policies, run.Claim.ScheduledAt, run.ClaimedAt, run.EndedAt, out var skipped), run.Claim.ScheduledAt);
        notes.Skipped = skipped;
    }

    private static void Finish(JobExecution run, JobDraft draft, bool succeeded)
    {
        if (run.Claim.Pending?.RunId is null)
        {
            draft.FinishWhenDone(succeeded);
            return;
        }

        // A run by hand, on a job that has finished, says anew how it finished.
        if (draft.Status is JobStatus.Completed or JobStatus.Failed && draft.NextFireAt is null)
            draft.SetStatus(succeeded ? JobStatus.Completed : JobStatus.Failed);
    }

    // All of what the run asked for, or nothing: the run has succeeded either way.
    [SuppressMessage("Design", "CA1031", Justification = "The boundary of the functions that the job gave to job.Change.")]
    private JobDraft Changed(JobExecution run, JobDraft draft, JobChange change)
    {
        var changed = draft.Copy();
        try
        {
            changes.Apply(changed, change, actor: null, run.EndedAt);
            changed.Kind = draft.Kind;
            return changed;
        }
        catch (Exception exception)
        {
            Log.RunChangeRefused(core.Logger, exception, run.Claim.Plan.Id, run.RunId);
            return draft;
        }
    }

    private static void Park(JobExecution run, JobDraft draft)
    {
        var exception = run.Outcome.Exception!;
        draft.SetStatus(JobStatus.Parked, parked: new ParkInfo((exception as SchedulerException)?.Code ?? "STS3002", exception.Message));
        draft.RaisesVersion = true;
        draft.Reason = exception.Message;
    }

    private static void Begin(JobExecution run, ref JobCommit commit)
    {
        commit.JobId = run.Claim.Plan.Id;
        commit.Handle = run.Claim.Handle;
        commit.Fence = run.Claim.Fence;
        commit.EndsRun = true;
        commit.At = run.EndedAt;
        commit.Outcome = run.Outcome.Outcome;
        commit.ScheduledAt = run.Claim.ScheduledAt;
        commit.StartedAt = run.StartedAt;
        commit.Attempt = run.Claim.Attempt;
        commit.WantsJob = run.Core.Events.HasListeners;
    }
}

// What a decision has to say beyond its commit.
internal sealed class RunNotes
{
    public DateTimeOffset? Skipped { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public IReadOnlyList<StateDifference> Rejected { get; set; } = [];
}
