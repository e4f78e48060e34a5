using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// What nodes and users were told about one job, and what must hold of it. The job has one run slot, so that a higher fence makes all lower ones stale.
internal sealed class RacedJob(string id)
{
    public static readonly string[] Ids = ["a", "b", "c", "d", "e", "f"];

    private readonly ConcurrentBag<Write> writes = [];
    private readonly ConcurrentDictionary<long, Given> claims = new();
    private readonly ConcurrentDictionary<long, long> ends = new();
    private readonly ConcurrentBag<string> broken = [];

    private int decisions;

    public string Id => id;

    // Others are paused and resumed: a dead run of a paused job stays current beside a run by hand, so that a higher fence would prove nothing.
    public bool RunsByHand => string.CompareOrdinal(id, "d") < 0;

    // A command without state that was told to be committed.
    public void Decided() => Interlocked.Increment(ref decisions);

    // The clock may move while the store looks at it: the lease begins no earlier than the claim was sent, and the claim is no later than its answer.
    public void Claimed(in JobClaim claim, DateTimeOffset sent, DateTimeOffset answered)
    {
        if (claim.Status != JobStatus.Active && claim.Pending?.Kind != PendingKind.Manual)
            broken.Add($"fence {claim.Fence} was given while the job was {claim.Status}");
        if (!claims.TryAdd(claim.Fence, new(claim.StateVersion, claim.TookOver, answered, sent + Some.Lease)))
            broken.Add($"fence {claim.Fence} was given twice");
    }

    public void Renewed(long fence, DateTimeOffset until)
    {
        while (claims.TryGetValue(fence, out var given) && given.LeaseUntil < until && !claims.TryUpdate(fence, given with { LeaseUntil = until }, given))
        {
        }
    }

    // A write that was told to be committed.
    public void Wrote(in JobCommit commit, in CommitResult result)
    {
        writes.Add(new(commit.Fence, commit.StateVersion, result.StateVersion, commit.State!.Get<string>("by")));
        if (commit.EndsRun && !ends.TryAdd(commit.Fence, result.StateVersion))
            broken.Add($"fence {commit.Fence} was ended twice");
    }

    public void Broken(string what) => broken.Add(what);

    public void Verify(ScheduledJob job)
    {
        foreach (var what in broken)
            throw Failed(what);
        VerifyVersions(job);
        VerifyFences();
    }

    private void VerifyVersions(ScheduledJob job)
    {
        var version = 1L;
        foreach (var write in writes.OrderBy(write => write.Version))
        {
            if (write.Version != ++version)
                throw Failed($"after state version {version - 1} comes {write.Version}, by {write.By}");
            if (write.DecidedOn != write.Version - 1)
                throw Failed($"state version {write.Version}, by {write.By}, was decided on version {write.DecidedOn}");
        }

        Expect.Equal(1L + decisions + writes.Count(write => write.Fence == 0), job.Version, $"the version of '{id}', against the decisions that were told to be committed");
        Expect.Equal(version, job.StateVersion, $"the state version of '{id}', against the writes that were told to be committed");
        Expect.Equal(version - 1, job.State.Get<long>("n"), $"the count in the state of '{id}', which each write raised by one");
        if (writes.MaxBy(write => write.Version) is { } last)
            Expect.Equal(last.By, job.State.Get<string>("by"), $"who wrote the last state of '{id}'");
    }

    private void VerifyFences()
    {
        var fences = claims.Keys.Order().ToArray();
        for (var index = 0; index < fences.Length; index++)
        {
            var (fence, given) = (fences[index], claims[fences[index]]);
            if (fence != index + 1)
                throw Failed($"after fence {index} comes {fence}");
            foreach (var write in writes)
            {
                if (write.Fence != 0 && write.Fence < fence && write.Version > given.StateVersion)
                    throw Failed($"fence {write.Fence} wrote state version {write.Version} after fence {fence} had been given at version {given.StateVersion}");
            }

            if (fence > 1)
                VerifyPlace(fence, given, claims[fence - 1]);
        }
    }

    // The run before has ended, or its lease has.
    private void VerifyPlace(long fence, Given given, Given before)
    {
        if (given.TookOver == 0 != ends.ContainsKey(fence - 1))
            throw Failed($"fence {fence} took over {given.TookOver}, and fence {fence - 1} was {(ends.ContainsKey(fence - 1) ? "ended" : "not ended")}");
        if (given.TookOver != 0 && (given.TookOver != fence - 1 || given.At < before.LeaseUntil))
            throw Failed($"fence {fence} took over {given.TookOver} at {given.At:O}, and the lease of fence {fence - 1} ends at {before.LeaseUntil:O}");
    }

    private JobStoreContractException Failed(string what) => new($"Job '{id}': {what}.");

    private sealed record Write(long Fence, long DecidedOn, long Version, string By);

    private sealed record Given(long StateVersion, long TookOver, DateTimeOffset At, DateTimeOffset LeaseUntil);
}
