using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Stores;

/// <summary>Where jobs are kept. Seven verbs, all batch-shaped; lost races are results, not exceptions.</summary>
/// <remarks>
/// <para>Buffers belong to the caller and are valid until the returned task completes. Implementations are thread-safe.</para>
/// <para>
/// A store keeps these promises: at most one unexpired lease for each run slot; fences, versions and state versions never decrease; a fence ends at most
/// one run; each commit is atomic by itself; what was answered survives whatever the store claims to survive; a job that is not
/// <see cref="JobStatus.Active"/> is claimed only for a <see cref="PendingKind.Manual"/> run; while a <see cref="PendingKind.Retry"/> waits, the job's own occurrences wait.
/// </para>
/// <para>
/// A job is due at its next fire, or at the due time of a pending run, by the store's clock, while it has a free run slot. What goes by the schedule, its
/// own occurrences and their retries, also waits while an open run holds the schedule; a run that was asked for by hand waits for a slot only.
/// A claim holds the schedule until its run ends or is advanced. An open run whose lease has ended is claimed again, for the same occurrence, under a new
/// fence; that of a job that is not active stays open until the job is. How many runs were abandoned in a row is counted until one ends or somebody decides on the job.
/// </para>
/// <para>
/// A run whose take-over would be the second in a row or a later one is suspected of what ended its nodes, and whatever a node runs beside it would be counted
/// out with it. So a claim takes over such runs of at most one job, and of none while an earlier one of the same node is open and its job's turn is not over:
/// it is when that run ends, is given back, renews its lease or loses it, or when somebody decides on the job or removes it. Until then the others are
/// not due for that node: neither <see cref="ClaimResult.MoreDue"/> nor <see cref="ClaimResult.NextDue"/> tells of them, and <see cref="DueEarlier"/> is
/// raised when they are due again. Those that have waited longest go first. Anything else is claimed as ever.
/// </para>
/// <para>
/// A store that several nodes open at once keeps all of this between them: what was answered at one is seen at the others at once, but for
/// <see cref="DueEarlier"/>, which may take a moment.
/// </para>
/// </remarks>
[Experimental("STS9001")]
public interface IJobStore : IAsyncDisposable
{
    /// <summary>Gets what the engine must know of this store.</summary>
    JobStoreTraits Traits { get; }

    /// <summary>Raised, outside every lock, when something may be due earlier than the last claim said. Handlers only note it.</summary>
    event Action? DueEarlier;

    /// <summary>Opens the store: schema, ownership. Called once, before anything else.</summary>
    /// <param name="context">What the scheduler lends the store.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that completes when the store can be used.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be used; the text says why and what to do.</exception>
    ValueTask InitializeAsync(JobStoreContext context, CancellationToken cancellationToken);

    /// <summary>Inserts jobs whose ids are free. Each is atomic by itself.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="results">What became of each.</param>
    /// <param name="cancellationToken">Ends the wait, not what has been written.</param>
    /// <returns>A task that completes when the results are there.</returns>
    ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken);

    /// <summary>Reads one job.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job; <see langword="null"/> when there is none.</returns>
    ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Reads a page of jobs.</summary>
    /// <param name="query">Which, in which order.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The page.</returns>
    ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>Counts jobs.</summary>
    /// <param name="query">Which; order and paging do not matter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many.</returns>
    ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>Claims due jobs, the highest priority first, then the earliest due, then the one that has waited longest.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="claims">The buffer; its length is the most that is claimed. An empty one claims nothing: it asks for the store's time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was found.</returns>
    ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken);

    /// <summary>Stores changes: each atomic by itself, many in one go.</summary>
    /// <remarks>
    /// A store that does not know whether a change was stored may send the end of a run again: <see cref="CommitStatus.AlreadyCommitted"/> tells. It must not
    /// send anything else again before it knows that the first was not stored, but throw <see cref="StoreUnavailableException"/>: to a command or a checkpoint
    /// that meets itself, <see cref="CommitStatus.VersionConflict"/> would say that somebody else was faster, and it would be decided, and done, twice.
    /// </remarks>
    /// <param name="commits">The changes.</param>
    /// <param name="results">What became of each.</param>
    /// <param name="cancellationToken">Ends the wait, not what has been written.</param>
    /// <returns>A task that completes when the results are there, and what was stored is safe.</returns>
    ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken);

    /// <summary>Stores changes and claims due jobs in one go. The default is one after the other.</summary>
    /// <param name="exchange">Both.</param>
    /// <param name="cancellationToken">Ends the wait, not what has been written.</param>
    /// <returns>What the claim found.</returns>
    async ValueTask<ClaimResult> ExchangeAsync(JobExchange exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        if (!exchange.Commits.IsEmpty)
            await CommitAsync(exchange.Commits, exchange.Results, cancellationToken).ConfigureAwait(false);
        return await ClaimDueAsync(exchange.Request, exchange.Claims, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Renews the leases of open runs.</summary>
    /// <param name="leases">The runs.</param>
    /// <param name="duration">How long from now each lease holds.</param>
    /// <param name="results">For each: <see langword="false"/> when the run is no longer current.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the results are there.</returns>
    ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken);
}

/// <summary>What the engine must know of a store.</summary>
public sealed record JobStoreTraits
{
    /// <summary>Gets how many commits or claims are best sent at once.</summary>
    public required int MaxBatch { get; init; }

    /// <summary>Gets whether what is stored outlives the process.</summary>
    public required bool Durable { get; init; }
}

/// <summary>Commits of the last batch, and room for the claims of the next. Reused by its caller.</summary>
public sealed class JobExchange
{
    /// <summary>Gets or sets the changes to store first.</summary>
    public ReadOnlyMemory<JobCommit> Commits { get; set; }

    /// <summary>Gets or sets room for what became of each.</summary>
    public Memory<CommitResult> Results { get; set; }

    /// <summary>Gets or sets who asks for due jobs.</summary>
    public required ClaimRequest Request { get; set; }

    /// <summary>Gets or sets room for the claims.</summary>
    public Memory<JobClaim> Claims { get; set; }
}

/// <summary>What a scheduler lends its store.</summary>
public sealed class JobStoreContext
{
    /// <summary>Gets the name of the store, as users say it.</summary>
    public required string StoreName { get; init; }

    /// <summary>Gets the name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>Gets the clock of a store that has none of its own.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Gets how definitions, states and values are read and written.</summary>
    public required JobSerializer Serializer { get; init; }

    /// <summary>Gets where the store may log.</summary>
    public required Microsoft.Extensions.Logging.ILogger Logger { get; init; }
}
