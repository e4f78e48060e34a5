using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// The state of one run: what is stored as far as it knows (base), and what the job has made of it (current).
internal sealed class RunMemory(JobExecution execution)
{
    private bool isUpgraded;

    public JobState Base { get; private set; } = JobState.Empty;

    public long BaseVersion { get; private set; }

    public JobState Current { get; private set; } = JobState.Empty;

    public void Begin(JobState state, long version, int schema)
    {
        var handler = execution.Policies.Handler;
        isUpgraded = schema < handler.Schema;
        Base = Current = isUpgraded ? handler.Upgrade(state, schema) : state;
        BaseVersion = version;
    }

    public void Clear() => Base = Current = JobState.Empty;

    public void Assign(JobState state) => Current = state.WithJson(execution.Core.Json);

    // What the run leaves, checked at the door; null when nothing changed. An upgraded state is written even when the run left it alone.
    public JobState? Returned(int maxBytes)
    {
        if (!isUpgraded && Current.HasBytesOf(Base))
            return null;
        return JobState.CheckSize(Current, maxBytes);
    }

    public async ValueTask SaveAsync(JobState state, CancellationToken cancellationToken)
    {
        var mine = JobState.CheckSize(state.WithJson(execution.Core.Json), execution.Core.Options.MaxStateBytes);
        var rejected = (IReadOnlyList<StateDifference>)[];
        var job = await StoreAsync(
            stored =>
            {
                if (ReferenceEquals(stored, Base))
                    return mine;
                (var resolved, rejected) = StateConflicts.Resolve(Policies.OnStateConflict, Base, mine, stored, Policies.Handler.StateType, JobId);
                return resolved ?? throw StateConflicts.Failure(JobId);
            },
            cancellationToken).ConfigureAwait(false);
        Report(rejected, job);
        Current = Base;
    }

    // What the job assigned but has not saved is carried over to the new base.
    public async ValueTask<JobState> UpdateAsync(Func<JobState, JobState> update, CancellationToken cancellationToken)
    {
        var (before, assigned) = (Base, Current);
        var job = await StoreAsync(stored => update(stored) ?? throw new ArgumentException("The update returned null; a state must be a JSON object.", nameof(update)), cancellationToken)
            .ConfigureAwait(false);
        if (assigned.HasBytesOf(before))
            return Current = Base;
        (Current, var rejected) = StateMerge.Merge(before, assigned, Base);
        Report(rejected, job);
        return Current;
    }

    private JobPolicies Policies => execution.Policies;

    private string JobId => execution.Claim.Plan.Id;

    private void Report(IReadOnlyList<StateDifference> rejected, ScheduledJob? job)
    {
        if (rejected.Count == 0)
            return;
        Log.StateConflict(execution.Core.Logger, JobId, execution.RunId, string.Join(", ", rejected.Select(difference => difference.Path)));
        if (job is not null)
            execution.Core.Events.Publish(new StateConflicted { Job = job, Rejected = rejected });
    }

    // The job as it is afterwards, where somebody listens.
    private async ValueTask<ScheduledJob?> StoreAsync(Func<JobState, JobState> next, CancellationToken cancellationToken)
    {
        var (stored, version) = (Base, BaseVersion);
        for (; ; )
        {
            var state = JobState.CheckSize(next(stored).WithJson(execution.Core.Json), execution.Core.Options.MaxStateBytes);
            var isChange = !state.HasBytesOf(stored) || isUpgraded;
            var commit = Checkpoint(isChange ? state : null, version);
            var result = await execution.Core.Committer.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            switch (result.Status)
            {
                case CommitStatus.Committed:
                    (Base, BaseVersion) = (state, result.StateVersion);
                    if (isChange && result.Job is { } job)
                        execution.Core.Events.Publish(new StateChanged { Job = job, Before = stored, Kind = StateChangeKind.Checkpoint, At = commit.At });
                    isUpgraded = false;
                    return result.Job;
                case CommitStatus.VersionConflict:
                    (stored, version) = (Upgraded(result.Job!), result.Job!.StateVersion);
                    break;
                default:
                    execution.Cancellation.Fire(CancelReason.LeaseLost);
                    throw new StaleRunException(execution.RunId, execution.Claim.Fence);
            }
        }
    }

    private JobState Upgraded(ScheduledJob job) => execution.Policies.Handler.Upgrade(job.State, job.StateSchema);

    // Without a state: nothing changed, and only the fence is asked.
    private JobCommit Checkpoint(JobState? state, long version) => new()
    {
        JobId = execution.Claim.Plan.Id,
        Handle = execution.Claim.Handle,
        Fence = execution.Claim.Fence,
        StateVersion = version,
        State = state,
        ChecksState = true,
        StateSchema = execution.Policies.Handler.Schema,
        Kind = StateChangeKind.Checkpoint,
        At = execution.Core.StoreTime(),
        WantsJob = execution.Core.Events.HasListeners,
        Details = new() { RunId = execution.RunId, Node = execution.Core.Options.NodeName },
    };
}
