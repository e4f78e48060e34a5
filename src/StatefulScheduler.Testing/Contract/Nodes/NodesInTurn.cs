using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// Several nodes as one store: each call goes to the node after the one that had the last, and what a run sends goes to the node that claimed it.
// So every promise of a single store is put to several that share their storage.
internal class NodesInTurn(IReadOnlyList<IJobStore> nodes) : IJobStore
{
    private readonly ConcurrentDictionary<(string JobId, object? Handle, long Fence), IJobStore> claimedAt = new();
    private int calls;

    public event Action? DueEarlier
    {
        add => nodes.Distinct().ToList().ForEach(node => node.DueEarlier += value);
        remove => nodes.Distinct().ToList().ForEach(node => node.DueEarlier -= value);
    }

    public JobStoreTraits Traits => nodes[0].Traits;

    public static SharedJobStoreCheck Check(JobStoreCheck check) =>
        new($"{check.Name}, whichever of two nodes is asked", nodes => check.VerifyAsync(nodes.A.Over(Of(nodes))));

    public static IJobStore Of(TestedNodes nodes)
    {
        var stores = nodes.All.Select(node => node.Store).ToList();
        return stores[0] is IJobArchive ? new ArchivesInTurn(stores) : new NodesInTurn(stores);
    }

    // They are open.
    public ValueTask InitializeAsync(JobStoreContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken) =>
        Next().AddAsync(jobs, results, cancellationToken);

    public ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken) => Next().GetAsync(id, cancellationToken);

    public ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken) => Next().QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken) => Next().CountAsync(query, cancellationToken);

    public async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var node = Next();
        var result = await node.ClaimDueAsync(request, claims, cancellationToken);
        Note(node, claims.Span[..result.Count]);
        return result;
    }

    public async ValueTask<ClaimResult> ExchangeAsync(JobExchange exchange, CancellationToken cancellationToken)
    {
        var node = exchange.Commits.IsEmpty ? Next() : NodeOf(exchange.Commits.Span[0]);
        var own = OfOneNode(exchange.Commits.Span, node);
        await CommitAsync(exchange.Commits[own..], exchange.Results[own..], cancellationToken);
        var result = await node.ExchangeAsync(
            new() { Commits = exchange.Commits[..own], Results = exchange.Results[..own], Request = exchange.Request, Claims = exchange.Claims }, cancellationToken);
        Note(node, exchange.Claims.Span[..result.Count]);
        return result;
    }

    // In the order given: as many at a time as belong to one node.
    public async ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < commits.Length;)
        {
            var node = NodeOf(commits.Span[sent]);
            var count = OfOneNode(commits.Span[sent..], node);
            await node.CommitAsync(commits.Slice(sent, count), results.Slice(sent, count), cancellationToken);
            sent += count;
        }
    }

    public async ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken)
    {
        for (var index = 0; index < leases.Length; index++)
        {
            var lease = leases.Span[index];
            await NodeOf(lease.JobId, lease.Handle, lease.Fence).RenewAsync(leases.Slice(index, 1), duration, results.Slice(index, 1), cancellationToken);
        }
    }

    // Whoever opened them closes them.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected IJobStore Next() => nodes[(int)((uint)Interlocked.Increment(ref calls) % nodes.Count)];

    private void Note(IJobStore node, ReadOnlySpan<JobClaim> claims)
    {
        foreach (ref readonly var claim in claims)
            claimedAt[(claim.Plan.Id, claim.Handle, claim.Fence)] = node;
    }

    private int OfOneNode(ReadOnlySpan<JobCommit> commits, IJobStore node)
    {
        var count = Math.Min(1, commits.Length);
        while (count < commits.Length && (commits[count].Fence == 0 || NodeOf(commits[count]) == node))
            count++;
        return count;
    }

    private IJobStore NodeOf(in JobCommit commit) => NodeOf(commit.JobId, commit.Handle, commit.Fence);

    // A fence that was never given shows a handle of the node that gave the job's others.
    private IJobStore NodeOf(string jobId, object? handle, long fence)
    {
        if (claimedAt.TryGetValue((jobId, handle, fence), out var node))
            return node;
        return handle is not null && claimedAt.TryGetValue((jobId, handle, fence - 1), out node) ? node : Next();
    }
}

// The same over stores that keep the past.
internal sealed class ArchivesInTurn(IReadOnlyList<IJobStore> nodes) : NodesInTurn(nodes), IJobArchive
{
    public ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken) =>
        ((IJobArchive)Next()).GetStateHistoryAsync(id, after, pageSize, cancellationToken);

    public ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken) =>
        ((IJobArchive)Next()).GetRunsAsync(id, after, pageSize, cancellationToken);
}
