using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// A node that claims, stalls, dies, and sends things twice. Used by one task.
internal sealed class RacingNode(TestedStore store, RacedJob[] records, string name, ModelDice dice)
{
    private readonly List<Run> runs = [];

    public async Task RunAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            await Task.Yield(); // A store that answers at once, on a busy machine, would have each racer run alone.
            switch (dice.Below(10))
            {
                case < 4:
                    await ClaimAsync(1 + dice.Below(4));
                    break;
                case < 8:
                    await CommitBatchAsync();
                    break;
                case 8:
                    await RenewAsync();
                    break;
                default:
                    Stall();
                    break;
            }
        }
    }

    public async Task EndAllAsync()
    {
        runs.Clear();
        await ClaimAsync(64);
        while (runs.Count > 0)
            await CommitAsync(runs.ToList(), end: true);
    }

    private async Task ClaimAsync(int room)
    {
        var sent = store.Now;
        var claimed = await store.ClaimAsync(Some.Request(name), room);
        var answered = store.Now;
        foreach (var claim in claimed.Claims)
        {
            Record(claim.Plan.Id).Claimed(claim, sent, answered);
            runs.Add(new(claim));
        }
    }

    private void Stall()
    {
        if (dice.OneIn(4))
            runs.Clear(); // The node dies: whatever it had open is abandoned.
        store.Advance(dice.OneIn(3) ? Some.Lease : TimeSpan.FromSeconds(dice.Below(10)));
    }

    private async Task RenewAsync()
    {
        if (runs.Count == 0)
            return;
        var run = dice.From(runs);
        var until = store.Now + Some.Lease;
        if (await store.RenewAsync(run.Claim, Some.Lease))
            Record(run.Claim.Plan.Id).Renewed(run.Claim.Fence, until);
        else if (!dice.OneIn(3))
            runs.Remove(run); // Now and then a run does not hear that it lost its lease.
    }

    // Some runs of the node, in any order, together.
    private Task CommitBatchAsync()
    {
        var batch = runs.Where(_ => !dice.OneIn(3)).OrderBy(_ => dice.Below(1000)).ToList();
        return batch.Count == 0 ? Task.CompletedTask : CommitAsync(batch, end: !dice.OneIn(3));
    }

    private async Task CommitAsync(List<Run> batch, bool end)
    {
        var commits = batch.Select(run => Write(run, end)).ToArray();
        Task<CommitResult[]>? again = dice.OneIn(4) ? Task.Run(() => store.CommitAllAsync(commits)) : null; // At the same time as the first.
        Settle(batch, commits, await store.CommitAllAsync(commits));
        if (again is not null)
            Settle(batch, commits, await again);
        if (end && dice.OneIn(4))
            Settle(batch, commits, await store.CommitAllAsync(commits)); // Its answer was lost.
    }

    private JobCommit Write(Run run, bool end)
    {
        var claim = run.Claim;
        var now = store.Now;
        var state = run.State.Update("n", (long n) => n + 1, 0).Set("by", $"{name} fence {claim.Fence} write {++run.Writes}");
        return (end ? Commits.End(claim, now) : Commits.ByRun(claim, now)) with { State = state, StateSchema = 1, StateVersion = run.StateVersion, NextFireAt = now.AddSeconds(dice.Below(20)) };
    }

    private void Settle(List<Run> batch, JobCommit[] commits, CommitResult[] results)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            var (run, commit, result) = (batch[index], commits[index], results[index]);
            switch (result.Status)
            {
                case CommitStatus.Committed:
                    Record(commit.JobId).Wrote(commit, result);
                    (run.State, run.StateVersion) = (commit.State!, result.StateVersion);
                    if (commit.EndsRun)
                        runs.Remove(run);
                    break;
                case CommitStatus.VersionConflict:
                    if (result.StateVersion > run.StateVersion) // Decided again, as the engine does.
                        (run.State, run.StateVersion) = (result.Job!.State, result.StateVersion);
                    break;
                case CommitStatus.Gone:
                    Record(commit.JobId).Broken("it is gone, and nobody removed it");
                    break;
                default:
                    runs.Remove(run);
                    break;
            }
        }
    }

    private RacedJob Record(string id) => records.First(record => record.Id == id);

    private sealed class Run(JobClaim claim)
    {
        public JobClaim Claim => claim;

        public JobState State { get; set; } = claim.State;

        public long StateVersion { get; set; } = claim.StateVersion;

        public int Writes { get; set; }
    }
}
