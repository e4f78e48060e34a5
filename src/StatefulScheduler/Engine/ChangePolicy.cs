using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// What a described change makes of a job. Pure but for the functions that users gave; refuses with an exception, before anything is written.
internal sealed class ChangePolicy(EngineCore core)
{
    public void Apply(JobDraft draft, JobChange change, string? actor, DateTimeOffset now)
    {
        CheckVersions(draft.Job, change);
        draft.Actor = actor;
        draft.Reason = change.Why;
        draft.Kind = change.StateKind ?? (change.Pauses ? StateChangeKind.Paused : change.Resumes is null ? StateChangeKind.Modified : StateChangeKind.Resumed);
        draft.RaisesVersion = true;
        if (change.Removes)
        {
            draft.Removes = true;
            return;
        }

        ApplyPlan(draft, change, now);
        if (change.StateUpdate is { } update)
            ApplyState(draft, update);
        if (change.SkipsNext)
            Skip(draft, now);
        Mend(draft, change);
        if (change.Resumes is { } from)
            Resume(draft, from, now);
        if (change.Pauses)
            Pause(draft, now);
    }

    // An active job is not resumed: nothing would change, and no version is spent on it.
    public static bool ChangesNothing(ScheduledJob job, JobChange change) =>
        change.IsEmpty || (change is { Resumes: { IsKept: false, Time: null }, StateUpdate: null, NewTrigger: null, NewArguments: null, OptionsUpdate: null, Pauses: false, SkipsNext: false, Removes: false }
            && job.Status == JobStatus.Active);

    public void ApplyState(JobDraft draft, Func<JobState, JobState> update)
    {
        var handler = core.Handlers.Find(draft.Plan.Handler);
        var schema = handler?.Schema ?? draft.StateSchema;
        var current = handler is null || draft.StateSchema >= schema ? draft.State : handler.Upgrade(draft.State, draft.StateSchema);
        var next = update(current) ?? throw new ArgumentException($"The change of job '{draft.Job.Id}' returned null; a state must be a JSON object.");
        draft.SetState(CheckState(next, handler, draft.Job.Id), Math.Max(schema, draft.StateSchema));
    }

    public JobState CheckState(JobState state, JobHandler? handler, string jobId)
    {
        state = JobState.CheckSize(state.WithJson(core.Json), core.Options.MaxStateBytes);
        handler?.StateType?.CheckFits(state, jobId);
        return state;
    }

    public void Pause(JobDraft draft, DateTimeOffset now)
    {
        draft.Drops |= PendingKind.Manual;
        draft.SetStatus(JobStatus.Paused, new PauseInfo(now, draft.Actor, draft.Reason));
    }

    private static void CheckVersions(ScheduledJob job, JobChange change)
    {
        if (change.ExpectedVersion is { } version && version != job.Version)
            throw new JobConflictException(job, "version", version, job.Version);
        if (change.ExpectedStateVersion is { } state && state != job.StateVersion)
            throw new JobConflictException(job, "state version", state, job.StateVersion);
    }

    private void ApplyPlan(JobDraft draft, JobChange change, DateTimeOffset now)
    {
        var plan = draft.Plan;
        if (change.NewArguments is { } arguments)
        {
            core.Handlers.Find(plan.Handler)?.CheckArguments(arguments);
            plan = plan with { Arguments = arguments };
        }

        if (change.OptionsUpdate is { } update)
        {
            var options = update(plan.Options) ?? throw new ArgumentException($"The change of job '{plan.Id}' returned no options.");
            JobRules.CheckOptions(options);
            core.Policies.CheckExecutor(options);
            plan = core.Policies.Complete(plan with { Options = options });
        }

        if (change.NewTrigger is { } trigger)
            plan = plan with { Trigger = trigger.InZone(core.Options.TimeZone), AnchoredAt = now, Unreadable = null };
        draft.Plan = plan;
        if (change.NewTrigger is not null)
            Reschedule(draft, now);
    }

    // Another trigger takes effect: the next fire is counted from now, and a finished job that has one goes on.
    public static void Reschedule(JobDraft draft, DateTimeOffset now)
    {
        draft.Drops |= PendingKind.Retry;
        draft.MoveTo(OccurrencePolicy.First(draft.Plan, now));
        if (draft.Status is JobStatus.Completed or JobStatus.Failed && draft.NextFireAt is not null)
            draft.SetStatus(JobStatus.Active);
        draft.FinishWhenDone(succeeded: true);
    }

    private static void Skip(JobDraft draft, DateTimeOffset now)
    {
        if (draft.NextFireAt is not { } next)
            return;

        draft.MoveTo(draft.Plan.Trigger.Next(new(draft.Plan.AnchoredAt, now, next, null, SeedMix.Of(draft.Plan.Id))), next);
        draft.FinishWhenDone(succeeded: true);
    }

    // A parked job becomes active again with a state or a trigger that might mend it; whether it did, its next claim tells.
    private static void Mend(JobDraft draft, JobChange change)
    {
        if (draft.Status == JobStatus.Parked && (change.StateUpdate is not null || change.NewTrigger is not null))
            draft.SetStatus(JobStatus.Active);
    }

    private static void Resume(JobDraft draft, ResumeFrom from, DateTimeOffset now)
    {
        var job = draft.Job;
        if (job.Status == JobStatus.Completed && draft.Status == JobStatus.Completed)
            throw new JobStatusException(job, "resumed", "It has no further fire: run it now, or give it another trigger.");

        draft.SetStatus(JobStatus.Active);
        if (from.IsKept)
            return;

        draft.Drops |= PendingKind.Retry;
        if (from.Time is { } time)
            draft.MoveTo(time);
        else if (!draft.MovesSchedule && job.Status != JobStatus.Active)
            MoveFromNow(draft, now);
        if (job.RunningCount == 0)
            draft.FinishWhenDone(succeeded: true);
    }

    private static void MoveFromNow(JobDraft draft, DateTimeOffset now)
    {
        var job = draft.Job;
        var next = OccurrencePolicy.FromNow(draft.Plan, now, job.LastRun?.EndedAt);
        if (next is null && job.RunningCount > 0)
            return; // The open run has the last occurrence: what becomes of the job is its to say.
        draft.MoveTo(next ?? (OwesARun(job) ? now : null));
    }

    // A one-shot job that was paused before it ran, or whose last run did not succeed.
    private static bool OwesARun(ScheduledJob job) =>
        job.NextFireAt is not null || job.Retry is not null || job.LastRun is { Outcome: not (RunOutcome.Succeeded or RunOutcome.Skipped) };
}
