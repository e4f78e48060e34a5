using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite;

// The store's verbs: each becomes a request to the writer's thread, or a read on a connection of its own. Opening and closing: OpenStore.
internal sealed class SqliteJobStore(string file, SqliteStoreOptions options) : IJobStore, IJobArchive
{
    private OpenStore? open;
    private bool disposed;

    public event Action? DueEarlier;

    public JobStoreTraits Traits { get; } = new() { MaxBatch = 1024, Durable = true };

    // For tests: what no verb reaches.
    internal OpenStore Open => open ?? throw Unusable();

    public async ValueTask InitializeAsync(JobStoreContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (open is not null || disposed)
            throw new InvalidOperationException("A store is opened once.");
        open = await OpenStore.OpenAsync(file, options, context, Announce, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken)
    {
        Room(results.Length, jobs.Length);
        var store = Open;
        var plans = new string[jobs.Length];
        for (var index = 0; index < plans.Length; index++)
            plans[index] = store.Context.Serializer.WritePlan(jobs.Span[index].Plan);
        await store.WriteAsync(new AddRequest(jobs, plans, results), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Open.ReadAsync(reader => reader.Get(id), cancellationToken);
    }

    public ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 10_000);
        return Open.ReadAsync(reader => reader.Query(query), cancellationToken);
    }

    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Open.ReadAsync(reader => reader.Count(query), cancellationToken);
    }

    public async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var claim = new ExchangeRequest(default, default, request, claims);
        await Open.WriteAsync(claim, cancellationToken).ConfigureAwait(false);
        return claim.Found;
    }

    public ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
    {
        Room(results.Length, commits.Length);
        return new(Open.WriteAsync(new CommitRequest(commits, results), cancellationToken));
    }

    public async ValueTask<ClaimResult> ExchangeAsync(JobExchange exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        Room(exchange.Results.Length, exchange.Commits.Length);
        var both = new ExchangeRequest(exchange.Commits, exchange.Results, exchange.Request, exchange.Claims);
        await Open.WriteAsync(both, cancellationToken).ConfigureAwait(false);
        return both.Found;
    }

    public ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken)
    {
        Room(results.Length, leases.Length);
        return new(Open.WriteAsync(new RenewRequest(leases, duration, results), cancellationToken));
    }

    public ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        return Open.ReadAsync(reader => reader.History(id, after, pageSize), cancellationToken);
    }

    public ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        return Open.ReadAsync(reader => reader.Runs(id, after, pageSize), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;

        disposed = true;
        if (open is not null)
            await open.DisposeAsync().ConfigureAwait(false);
    }

    // On the writer's thread, which a handler at fault must not end.
    private void Announce()
    {
        try
        {
            DueEarlier?.Invoke();
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(Open.Context.Logger, Open.Context.StoreName, exception);
        }
    }

    private static void Room(int room, int needed)
    {
        if (room < needed)
            throw new ArgumentException($"There is room for {room} results, but {needed} are coming.", nameof(room));
    }

    private InvalidOperationException Unusable() => new($"The store of {file} has not been opened.");
}
