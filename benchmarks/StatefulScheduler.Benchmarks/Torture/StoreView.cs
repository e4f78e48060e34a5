using StatefulScheduler.Stores;

namespace StatefulScheduler.Benchmarks.Torture;

// A scheduler's way to a shared store: it counts the updates, and it can be cut.
internal sealed class StoreView(SharedStore shared, IJobStore store) : IJobStore, IJobArchive
{
    private volatile bool isCut;
    private int commits;

    public event Action? DueEarlier
    {
        add => store.DueEarlier += value;
        remove => store.DueEarlier -= value;
    }

    public JobStoreTraits Traits => store.Traits;

    public int Commits => Volatile.Read(ref commits);

    public void Cut(bool cut) => isCut = cut;

    public ValueTask InitializeAsync(JobStoreContext context, CancellationToken cancellationToken) => shared.OpenAsync(context, cancellationToken);

    public ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken) => Reach().AddAsync(jobs, results, cancellationToken);

    public ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken) => Reach().GetAsync(id, cancellationToken);

    public ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken) => Reach().QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken) => Reach().CountAsync(query, cancellationToken);

    public ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken) => Reach().ClaimDueAsync(request, claims, cancellationToken);

    public ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref this.commits, commits.Length);
        return Reach().CommitAsync(commits, results, cancellationToken);
    }

    public ValueTask<ClaimResult> ExchangeAsync(JobExchange exchange, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref commits, exchange.Commits.Length);
        return Reach().ExchangeAsync(exchange, cancellationToken);
    }

    public ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken) =>
        Reach().RenewAsync(leases, duration, results, cancellationToken);

    public ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken) =>
        ((IJobArchive)Reach()).GetStateHistoryAsync(id, after, pageSize, cancellationToken);

    public ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken) =>
        ((IJobArchive)Reach()).GetRunsAsync(id, after, pageSize, cancellationToken);

    public ValueTask DisposeAsync() => shared.CloseAsync();

    private IJobStore Reach() => isCut ? throw new IOException("The way to the store is cut.") : store;
}
