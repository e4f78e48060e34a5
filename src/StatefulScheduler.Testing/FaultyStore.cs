using StatefulScheduler.Engine;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// The store as one node sees it: faults are put in here, what was stored is noted, and a node that has crashed reaches it no more.
internal class FaultyStore : IJobStore
{
    private readonly IJobStore inner;
    private readonly StoreFaults faults;
    private readonly Journal journal;
    private readonly VirtualTimeProvider time;
    private volatile bool isCut;

    public FaultyStore(IJobStore inner, StoreFaults faults, Journal journal, VirtualTimeProvider time)
    {
        this.inner = inner;
        this.faults = faults;
        this.journal = journal;
        this.time = time;
        inner.DueEarlier += Announce;
    }

    public event Action? DueEarlier;

    public JobStoreTraits Traits => inner.Traits;

    // Set once the scheduler is there: what its pump waits for here is waited for by the clock.
    public EngineActivity? Activity { get; set; }

    // Says whether the store was opened by an earlier node that left it open.
    public bool IsOpen { get; init; }

    // From now on every call is one that is never answered, and no call reaches the store.
    public void Cut()
    {
        isCut = true;
        inner.DueEarlier -= Announce;
    }

    public ValueTask InitializeAsync(JobStoreContext context, CancellationToken cancellationToken) =>
        IsOpen ? ValueTask.CompletedTask : inner.InitializeAsync(context, cancellationToken);

    public ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken) =>
        CallAsync([StoreVerb.Add], false, async () =>
        {
            await inner.AddAsync(jobs, results, cancellationToken).ConfigureAwait(false);
            journal.Added(jobs.Span, results.Span);
        });

    public async ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken)
    {
        ScheduledJob? job = null;
        await CallAsync([StoreVerb.Get], false, async () => job = await inner.GetAsync(id, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return job;
    }

    public async ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken)
    {
        JobPage<ScheduledJob>? page = null;
        await CallAsync([StoreVerb.Query], false, async () => page = await inner.QueryAsync(query, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return page!;
    }

    public async ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var count = 0L;
        await CallAsync([StoreVerb.Query], false, async () => count = await inner.CountAsync(query, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return count;
    }

    // A claim of nothing asks for the time only, and is not what a test lets fail.
    public async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var found = default(ClaimResult);
        await CallAsync(claims.IsEmpty ? [] : [StoreVerb.Claim], !claims.IsEmpty, async () => found = await inner.ClaimDueAsync(request, claims, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return found;
    }

    public ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken) =>
        CallAsync(Verbs(commits.Span), commits.Span.Length > 0 && commits.Span[0] is { Fence: not 0, EndsRun: true }, async () =>
        {
            await inner.CommitAsync(commits, results, cancellationToken).ConfigureAwait(false);
            journal.Committed(commits.Span, results.Span);
        });

    public async ValueTask<ClaimResult> ExchangeAsync(JobExchange exchange, CancellationToken cancellationToken)
    {
        var commits = exchange.Commits;
        var found = default(ClaimResult);
        StoreVerb[] verbs = exchange.Claims.IsEmpty ? Verbs(commits.Span) : [.. Verbs(commits.Span), StoreVerb.Claim];
        await CallAsync(verbs, true, async () =>
        {
            found = await inner.ExchangeAsync(exchange, cancellationToken).ConfigureAwait(false);
            journal.Committed(commits.Span, exchange.Results.Span);
        }, () => CommitAloneAsync(exchange, cancellationToken)).ConfigureAwait(false);
        return found;
    }

    public ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken) =>
        CallAsync([StoreVerb.Renew], true, () => inner.RenewAsync(leases, duration, results, cancellationToken));

    // Whoever opened the store closes it: a node that ends, or crashes, leaves it to the next one.
    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    protected async ValueTask CallAsync(StoreVerb[] verbs, bool isCounted, Func<ValueTask> call, Func<ValueTask>? alone = null)
    {
        if (isCut)
            await Forever().ConfigureAwait(false);
        var planned = faults.Take(verbs);
        foreach (var fault in planned)
        {
            if (fault.Delay > TimeSpan.Zero)
                await WaitAsync(fault.Delay, isCounted).ConfigureAwait(false);
        }

        if (Array.Find(planned, fault => fault.Fails) is { } failing)
            throw failing.Failure();

        // The answer of a commit that travels with a claim is lost before the claim.
        var lost = Array.Find(planned, fault => fault.LosesAnswer);
        var done = lost is { Verb: not StoreVerb.Claim } && alone is not null ? alone : call;
        await done().ConfigureAwait(false);
        if (lost is not null)
            throw lost.Loss();
        if (isCut)
            await Forever().ConfigureAwait(false);
    }

    private static Task Forever() => new TaskCompletionSource().Task;

    private static StoreVerb[] Verbs(ReadOnlySpan<JobCommit> commits)
    {
        if (commits.IsEmpty)
            return [];
        foreach (ref readonly var commit in commits)
        {
            if (commit.Removes)
                return [StoreVerb.Commit, StoreVerb.Remove];
        }

        return [StoreVerb.Commit];
    }

    private async ValueTask CommitAloneAsync(JobExchange exchange, CancellationToken cancellationToken)
    {
        await inner.CommitAsync(exchange.Commits, exchange.Results, cancellationToken).ConfigureAwait(false);
        journal.Committed(exchange.Commits.Span, exchange.Results.Span);
    }

    // A pump or a heartbeat that waits here is under way, and waits for the clock; a command is waited for by whoever gave it.
    private async ValueTask WaitAsync(TimeSpan delay, bool isCounted)
    {
        var over = new TaskCompletionSource();
        await using var timer = time.CreateTimer(
            _ =>
            {
                if (isCounted)
                    Activity?.GoOn();
                over.SetResult();
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
        if (isCounted)
            Activity?.Wait();
        await over.Task.ConfigureAwait(false);
    }

    private void Announce() => DueEarlier?.Invoke();
}

// The same over a store that keeps the past.
internal sealed class FaultyArchive(IJobStore inner, StoreFaults faults, Journal journal, VirtualTimeProvider time)
    : FaultyStore(inner, faults, journal, time), IJobArchive
{
    private readonly IJobArchive archive = (IJobArchive)inner;

    public async ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        JobPage<StateVersion>? page = null;
        await CallAsync([StoreVerb.Query], false, async () => page = await archive.GetStateHistoryAsync(id, after, pageSize, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return page!;
    }

    public async ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        JobPage<JobRun>? page = null;
        await CallAsync([StoreVerb.Query], false, async () => page = await archive.GetRunsAsync(id, after, pageSize, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return page!;
    }
}
