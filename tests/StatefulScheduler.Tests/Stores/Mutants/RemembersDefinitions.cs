using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// A node keeps the definitions that it has read and, having no version beside them, does not see that the other node has changed one.
internal sealed class RemembersDefinitions(MutantStore? first = null) : MutantStore(first)
{
    private readonly ConcurrentDictionary<string, JobPlan> plans = new(StringComparer.Ordinal);

    public RemembersDefinitions()
        : this(null)
    {
    }

    public override MutantStore Another() => new RemembersDefinitions(this);

    public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var result = await base.ClaimDueAsync(request, claims, cancellationToken);
        for (var index = 0; index < result.Count; index++)
            claims.Span[index].Plan = plans.GetOrAdd(claims.Span[index].Plan.Id, claims.Span[index].Plan);
        return result;
    }

    protected override CommitResult Commit(JobCommit commit)
    {
        if (commit.Details?.Plan is not null || commit.Removes)
            plans.TryRemove(commit.JobId, out _);
        return CommitSoundly(commit);
    }
}
