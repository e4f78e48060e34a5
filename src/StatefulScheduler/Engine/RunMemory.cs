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
        await StoreAsync(stored => StateMerge.Merge(Base, mine, stored).State, cancellationToken).ConfigureAwait(false);
        Current = Base;
    }

    // What the job assigned but has not saved is carried over to the new base.
    public async ValueTask<JobState> UpdateAsync(Func<JobState, JobState> update, CancellationToken cancellationToken)
    {
        var (before, assigned) = (Base, Current);
        await StoreAsync(stored => update(stored) ?? throw new ArgumentException("The update returned null; a state must be a JSON object.", nameof(update)), cancellationToken)
            .ConfigureAwait(false);
        Current = assigned.HasBytesOf(before) ? Base : StateMerge.Merge(before, assigned, Base).State;
        return Current;
    }

    private async ValueTask StoreAsync(Func<JobState, JobState> next, CancellationToken cancellationToken)
    {
        var (stored, version) = (Base, BaseVersion);
        for (; ; )
        {
            var state = JobState.CheckSize(next(stored).WithJson(execution.Core.Json), execution.Core.Options.MaxStateBytes);
            var commit = Checkpoint(state, version);
            var result = await execution.Core.Committer.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            switch (result.Status)
            {
                case CommitStatus.Committed:
                    (Base, BaseVersion) = (state, result.StateVersion);
                    if (result.Job is { } job)
                        execution.Core.Events.Publish(new StateChanged { Job = job, Before = stored, Kind = StateChangeKind.Checkpoint, At = commit.At });
                    isUpgraded = false;
                    return;
                case CommitStatus.VersionConflict:
                    (stored, version) = (Upgraded(result.Job!), result.Job!.StateVersion);
                    break;
                default:
                    execution.Cancellation.Fire(CancelReason.LeaseLost, execution.Core.Time.GetUtcNow());
                    throw new StaleRunException(execution.RunId, execution.Claim.Fence);
            }
        }
    }

    private JobState Upgraded(ScheduledJob job) => execution.Policies.Handler.Upgrade(job.State, job.StateSchema);

    private JobCommit Checkpoint(JobState state, long version) => new()
    {
        JobId = execution.Claim.Plan.Id,
        Handle = execution.Claim.Handle,
        Fence = execution.Claim.Fence,
        StateVersion = version,
        State = state,
        StateSchema = execution.Policies.Handler.Schema,
        Kind = StateChangeKind.Checkpoint,
        At = execution.Core.StoreTime(),
        WantsJob = execution.Core.Events.HasListeners,
        Details = new() { RunId = execution.RunId, Node = execution.Core.Options.NodeName },
    };
}
