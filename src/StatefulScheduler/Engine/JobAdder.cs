using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// A definition at the door: checked, completed with the defaults, inserted; or what its conflict policy says when the id is taken.
internal sealed class JobAdder(EngineCore core)
{
    private readonly ChangePolicy policy = new(core);

    public async ValueTask<ScheduledJob> AddAsync(JobDefinition job, string? actor, string? declaration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        await core.CheckTimeAsync(cancellationToken).ConfigureAwait(false);
        var addition = Prepare(job, actor, declaration);
        for (; ; )
        {
            var results = new AddResult[1];
            await core.Store.AddAsync(new[] { addition }, results, cancellationToken).ConfigureAwait(false);
            if (results[0].Added)
            {
                core.Events.PublishChange(new JobAdded { Job = results[0].Job, Actor = actor, Reason = job.Reason }, before: null);
                return results[0].Job;
            }

            if (await ReplaceAsync(results[0].Job, job, addition, actor, cancellationToken).ConfigureAwait(false) is { } replaced)
                return replaced;
        }
    }

    public JobAddition Prepare(JobDefinition job, string? actor, string? declaration)
    {
        JobRules.CheckId(job.Id);
        ArgumentNullException.ThrowIfNull(job.Trigger);
        JobRules.CheckOptions(job.Options);
        core.Policies.CheckExecutor(job.Options);
        if (!Enum.IsDefined(job.IfExists))
            throw new ArgumentOutOfRangeException(nameof(job), job.IfExists, "JobDefinition.IfExists must be Fail, Keep, Replace or ReplaceAll.");

        var handler = core.Handlers.Get(job);
        var now = core.StoreTime();
        var arguments = job.Arguments is null ? default : core.Json.Value(job.Arguments);
        handler.CheckArguments(arguments);
        var plan = core.Policies.Complete(new JobPlan
        {
            Id = job.Id,
            Handler = handler.Name,
            Trigger = job.Trigger.InZone(core.Options.TimeZone),
            Arguments = arguments,
            Options = job.Options,
            AddedAt = now,
            AnchoredAt = now,
            Declaration = declaration,
        });
        var next = OccurrencePolicy.First(plan, now);
        return new()
        {
            Plan = plan,
            State = policy.CheckState(FirstState(job, handler), handler, job.Id),
            StateSchema = handler.Schema,
            Status = job.Paused ? JobStatus.Paused : next is null && !ReferenceEquals(job.Trigger, Trigger.Never) ? JobStatus.Completed : JobStatus.Active,
            Pause = job.Paused ? new PauseInfo(now, actor, job.Reason) : null,
            NextFireAt = next,
            Actor = actor,
            Reason = job.Reason,
        };
    }

    private JobState FirstState(JobDefinition job, JobHandler handler) => job.State switch
    {
        null => JobState.Empty.WithJson(core.Json),
        JobState state => state,
        _ when handler.StateType is { } type => type.FromObject(job.State, core.Json),
        _ => core.Json.State(job.State),
    };

    // Null: the job that was there is gone, or has changed; the add begins again.
    private async ValueTask<ScheduledJob?> ReplaceAsync(ScheduledJob existing, JobDefinition job, JobAddition addition, string? actor, CancellationToken cancellationToken)
    {
        var finished = existing.Status is JobStatus.Completed or JobStatus.Failed;
        if (job.IfExists == IfExists.Keep)
            return existing;
        if (job.IfExists == IfExists.Fail && !finished)
            throw new JobExistsException(existing);

        var draft = new JobDraft(existing) { Kind = StateChangeKind.Added, Actor = actor, Reason = job.Reason, RaisesVersion = true };
        if (finished || job.IfExists == IfExists.ReplaceAll)
            ReplaceAll(draft, addition);
        else
            Replace(draft, addition);
        var commit = draft.ToCommit(addition.Plan.AddedAt);
        commit.WantsJob = true;
        var result = await core.Committer.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        if (result.Status != CommitStatus.Committed)
            return null;

        if (finished)
            core.Events.PublishChange(new JobAdded { Job = result.Job!, Actor = actor, Reason = job.Reason }, before: null);
        else
            core.Events.PublishChange(new JobModified { Job = result.Job!, Actor = actor, Reason = job.Reason }, existing);
        return result.Job;
    }

    private static void ReplaceAll(JobDraft draft, JobAddition addition)
    {
        draft.Plan = addition.Plan;
        draft.SetState(addition.State, addition.StateSchema);
        draft.SetStatus(addition.Status, addition.Pause);
        draft.Drops = PendingKind.Manual | PendingKind.Retry;
        draft.MoveTo(addition.NextFireAt);
    }

    // Trigger, arguments and options follow; state, a pause and, with the same trigger, the countdown stay.
    private static void Replace(JobDraft draft, JobAddition addition)
    {
        var before = draft.Plan;
        var sameTrigger = addition.Plan.Trigger.Equals(before.Trigger);
        draft.Plan = addition.Plan with { AddedAt = before.AddedAt, AnchoredAt = sameTrigger ? before.AnchoredAt : addition.Plan.AnchoredAt };
        if (!sameTrigger)
            ChangePolicy.Reschedule(draft, addition.Plan.AddedAt);
    }
}
