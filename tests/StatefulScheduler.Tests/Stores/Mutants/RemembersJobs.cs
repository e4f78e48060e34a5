using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// A node shows jobs as it last saw them.
internal sealed class RemembersJobs(MutantStore? first = null) : MutantStore(first)
{
    private readonly ConcurrentDictionary<string, ScheduledJob> seen = new(StringComparer.Ordinal);

    public RemembersJobs()
        : this(null)
    {
    }

    public override MutantStore Another() => new RemembersJobs(this);

    public override async ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (seen.TryGetValue(id, out var known))
            return known;
        var job = await base.GetAsync(id, cancellationToken);
        return job is null ? null : seen.GetOrAdd(id, job);
    }

    public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var result = await base.ClaimDueAsync(request, claims, cancellationToken);
        foreach (var claim in claims.Span[..result.Count])
            seen.TryRemove(claim.Plan.Id, out _);
        return result;
    }

    protected override CommitResult Commit(JobCommit commit)
    {
        seen.TryRemove(commit.JobId, out _);
        return CommitSoundly(commit);
    }
}
