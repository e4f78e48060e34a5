using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Takes whatever a run writes for a write of the job's current run.
internal sealed class NoFence : MutantStore
{
    private readonly ConcurrentDictionary<object, long> current = new();

    public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var result = await base.ClaimDueAsync(request, claims, cancellationToken);
        for (var index = 0; index < result.Count; index++)
            current[claims.Span[index].Handle!] = claims.Span[index].Fence;
        return result;
    }

    protected override CommitResult Commit(JobCommit commit) => CommitSoundly(commit.Fence == 0 ? commit : commit with { Fence = current[commit.Handle!] });
}
