using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// A node compares versions with those that it has seen, not with those that are stored.
internal sealed class OwnVersionOnly(MutantStore? first) : MutantStore(first)
{
    private readonly ConcurrentDictionary<string, long> seen = new(StringComparer.Ordinal);

    public OwnVersionOnly()
        : this(null)
    {
    }

    public override MutantStore Another() => new OwnVersionOnly(this);

    public override async ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken)
    {
        var job = await base.GetAsync(id, cancellationToken);
        if (job is not null)
            seen[id] = job.StateVersion;
        return job;
    }

    public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var result = await base.ClaimDueAsync(request, claims, cancellationToken);
        foreach (var claim in claims.Span[..result.Count])
            seen[claim.Plan.Id] = claim.StateVersion;
        return result;
    }

    protected override CommitResult Commit(JobCommit commit)
    {
        var result = CommitSoundly(commit);
        while (result.Status == CommitStatus.VersionConflict && commit.Version == 0 && seen.TryGetValue(commit.JobId, out var version) && version == commit.StateVersion)
            result = CommitSoundly(commit with { StateVersion = result.StateVersion });
        seen[commit.JobId] = result.StateVersion;
        return result;
    }
}
