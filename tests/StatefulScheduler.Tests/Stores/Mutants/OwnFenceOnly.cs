using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// A node takes a fence for current when it has given no higher one itself, whatever the other node has given.
internal sealed class OwnFenceOnly(OwnFenceOnly? first) : MutantStore(first)
{
    private readonly ConcurrentDictionary<object, long> current = first?.current ?? new();
    private readonly ConcurrentDictionary<object, long> given = new();

    public OwnFenceOnly()
        : this(null)
    {
    }

    public override MutantStore Another() => new OwnFenceOnly(this);

    public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var result = await base.ClaimDueAsync(request, claims, cancellationToken);
        foreach (var claim in claims.Span[..result.Count])
            current[claim.Handle!] = given[claim.Handle!] = claim.Fence;
        return result;
    }

    protected override CommitResult Commit(JobCommit commit)
    {
        var isMine = commit.Fence != 0 && given.TryGetValue(commit.Handle!, out var fence) && fence == commit.Fence;
        return CommitSoundly(isMine ? commit with { Fence = current[commit.Handle!] } : commit);
    }
}
