using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql;

// The store's verbs. Writes are in Writing/, reads in Reading/; opening and closing: OpenStore.
internal sealed class PostgreSqlJobStore(string address, PostgreSqlStoreOptions options) : IJobStore, IJobArchive
{
    private OpenStore? open;
    private bool disposed;

    public event Action? DueEarlier;

    public JobStoreTraits Traits { get; } = new() { MaxBatch = 512, Durable = true };

    // For tests.
    internal OpenStore Open => open ?? throw Unusable();

    private StoreParts Parts => open is { } store && !disposed ? store.Parts : throw Unusable();

    public async ValueTask InitializeAsync(JobStoreContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (open is not null || disposed)
            throw new InvalidOperationException("A store is opened once.");
        open = await OpenStore.OpenAsync(address, options, context, cancellationToken).ConfigureAwait(false);
        open.Parts.Due.Earlier += Announce;
    }

    public async ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken)
    {
        Room(results.Length, jobs.Length);
        (await AddWork.RunAsync(Parts, jobs, cancellationToken).ConfigureAwait(false)).CopyTo(results);
    }

    public ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Parts.Reader.GetAsync(id, cancellationToken);
    }

    public ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 10_000);
        return Parts.Reader.QueryAsync(query, cancellationToken);
    }

    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Parts.Reader.CountAsync(query, cancellationToken);
    }

    public async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await ExchangeWork.RunAsync(Parts, new JobExchange { Request = request, Claims = claims }, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
    {
        Room(results.Length, commits.Length);
        await ExchangeWork.RunAsync(Parts, new JobExchange { Request = NoClaim, Commits = commits, Results = results }, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ClaimResult> ExchangeAsync(JobExchange exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        Room(exchange.Results.Length, exchange.Commits.Length);
        return await ExchangeWork.RunAsync(Parts, exchange, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken)
    {
        Room(results.Length, leases.Length);
        (await RenewWork.RunAsync(Parts, leases, duration, cancellationToken).ConfigureAwait(false)).CopyTo(results);
    }

    public ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        return Parts.Reader.HistoryAsync(id, after, pageSize, cancellationToken);
    }

    public ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        return Parts.Reader.RunsAsync(id, after, pageSize, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;

        disposed = true;
        if (open is not null)
            await open.DisposeAsync().ConfigureAwait(false);
    }

    private static ClaimRequest NoClaim { get; } = new(string.Empty, new HandlerSet(new Dictionary<string, int>()), TimeSpan.Zero);

    [SuppressMessage("Design", "CA1031", Justification = "A handler at fault must not end what announces.")]
    private void Announce()
    {
        try
        {
            DueEarlier?.Invoke();
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(open!.Parts.Context.Logger, open.Parts.Context.StoreName, exception); // Also while the store closes.
        }
    }

    private static void Room(int room, int needed)
    {
        if (room < needed)
            throw new ArgumentException($"There is room for {room} results, but {needed} are coming.", nameof(room));
    }

    private StoreUnavailableException Unusable() => open is null
        ? new StoreUnavailableException("default", $"the store of {PostgreSqlProvider.Instance.Scheme} has not been opened.")
        : new StoreUnavailableException(open.Parts.Context.StoreName, $"{open.Parts.Database.Name}: the store has been closed. Nothing was changed. Use a scheduler that is open.");
}
