using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// The in-memory store with a fault that a derived class puts in; or another node on the storage of one that is there.
internal abstract class MutantStore(MutantStore? first = null) : IJobStore, IJobArchive
{
    private readonly InMemoryJobStore inner = first?.inner ?? new(new() { RunsPerJob = 100 });

    public virtual event Action? DueEarlier
    {
        add => inner.DueEarlier += value;
        remove => inner.DueEarlier -= value;
    }

    public JobStoreTraits Traits => inner.Traits;

    protected IJobStore Sound => inner;

    // A fault that is no node's own needs one object only.
    public virtual MutantStore Another() => this;

    public virtual ValueTask InitializeAsync(JobStoreContext context, CancellationToken cancellationToken) => inner.InitializeAsync(context, cancellationToken);

    public virtual ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken) =>
        inner.AddAsync(jobs, results, cancellationToken);

    public virtual ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken) => inner.GetAsync(id, cancellationToken);

    public ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken) => inner.CountAsync(query, cancellationToken);

    public virtual ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken) =>
        inner.ClaimDueAsync(request, claims, cancellationToken);

    public virtual ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
    {
        for (var index = 0; index < commits.Length; index++)
            results.Span[index] = Commit(commits.Span[index]);
        return ValueTask.CompletedTask;
    }

    public virtual ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken) =>
        inner.RenewAsync(leases, duration, results, cancellationToken);

    public ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken) =>
        inner.GetStateHistoryAsync(id, after, pageSize, cancellationToken);

    public ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken) =>
        inner.GetRunsAsync(id, after, pageSize, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    protected virtual CommitResult Commit(JobCommit commit) => CommitSoundly(commit);

    // The in-memory store answers before it returns.
    protected CommitResult CommitSoundly(JobCommit commit)
    {
        var results = new CommitResult[1];
        Assert.True(inner.CommitAsync(new[] { commit }, results, CancellationToken.None).AsTask().IsCompletedSuccessfully);
        return results[0];
    }
}
