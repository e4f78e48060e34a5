using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class FenceChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("A stale fence is refused whatever it carries", StaleIsRefused),
        new("A fence that was never given is refused", NeverGiven),
        new("A second commit of the same fence is answered AlreadyCommitted and changes nothing", Doubled),
        new("A second commit of the same fence in one batch is answered AlreadyCommitted", DoubledInBatch),
        new("A second commit of the same fence changes nothing after later runs either", DoubledLate),
        new("A checkpoint of a run that has ended is refused as stale", CheckpointTooLate),
        new("A late run cannot write to a new job with the same id", NewJobSameId),
        new("A job that was removed is gone", Gone),
    ];

    // Everything that a run can send.
    public static IEnumerable<(string What, JobCommit Commit)> Writes(JobClaim late, DateTimeOffset now)
    {
        var write = Commits.ByRun(late, now);
        var end = Commits.End(late, now);
        yield return ("an end", end);
        yield return ("an end with state", end with { State = Some.State(7), StateSchema = 1, StateVersion = 1 });
        yield return ("an end that pauses", end with { Status = JobStatus.Paused, RaisesVersion = true });
        yield return ("an end with a retry", end with { Details = new() { Adds = Some.Retry(now, now) } });
        yield return ("an end with a new definition", end with { RaisesVersion = true, Details = new() { Plan = late.Plan with { Priority = 9 } } });
        yield return ("an end that removes", end with { Removes = true });
        yield return ("a removal", write with { Removes = true });
        yield return ("a checkpoint", Commits.Checkpoint(late, Some.State(7), 1, now));
        yield return ("a move of the schedule", Commits.Advance(late, now.AddHours(3), now));
        yield return ("a claim given back", Commits.GiveBack(late, now));
        yield return ("an end that is out of date besides", end with { State = Some.State(7), StateSchema = 1, StateVersion = 99, Version = 99 });
    }

    private static async Task StaleIsRefused(TestedStore store)
    {
        await store.AddAsync("a");
        var late = await store.ClaimOneAsync("a");
        store.Advance(Some.Lease);
        var current = await store.ClaimOneAsync("a", "the claim after the lease");

        foreach (var (what, commit) in Writes(late, store.Now))
            await store.RefusedAsync(CommitStatus.StaleRun, commit, $"{what} by a stale run");
        Expect.Equal(false, await store.RenewAsync(late, TimeSpan.FromHours(1)), "whether a stale run is renewed");
        await store.EndAsync(current);
        foreach (var (what, commit) in Writes(late, store.Now))
            await store.RefusedAsync(CommitStatus.StaleRun, commit, $"{what} by a stale run, after the run that took over");
    }

    private static async Task NeverGiven(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");

        await store.RefusedAsync(CommitStatus.StaleRun, Commits.End(claim with { Fence = claim.Fence + 1 }, store.Now), "an end of a fence that was never given");
    }

    private static async Task Doubled(TestedStore store)
    {
        await store.AddAsync("a");
        var end = Commits.End(await store.ClaimOneAsync("a"), store.Now) with { State = Some.State(1), StateSchema = 1, StateVersion = 1 };
        await store.CommittedAsync(end);

        await store.RefusedAsync(CommitStatus.AlreadyCommitted, end, "the same end again");
        await store.SetStateAsync("a", Some.State(2), 2);
        await store.RefusedAsync(CommitStatus.AlreadyCommitted, end, "the same end again, after a change of the state");
        store.Advance(TimeSpan.FromHours(2));
        await store.ClaimOneAsync("a", "the next claim");
        await store.RefusedAsync(CommitStatus.AlreadyCommitted, end, "the same end again, while the next run is open");
    }

    private static async Task DoubledInBatch(TestedStore store)
    {
        await store.AddAsync("a");
        var end = Commits.End(await store.ClaimOneAsync("a"), store.Now) with { State = Some.State(1), StateSchema = 1, StateVersion = 1 };

        var results = await store.CommitAllAsync(end, end);
        Expect.Sequence([CommitStatus.Committed, CommitStatus.AlreadyCommitted], results.Select(result => result.Status), "the answers");
        Expect.Equal(2L, (await store.GetAsync("a")).StateVersion, "the state version");
    }

    // How far back a store remembers is its own affair.
    private static async Task DoubledLate(TestedStore store)
    {
        await store.AddAsync("a");
        var end = Commits.End(await store.ClaimOneAsync("a"), store.Now) with { NextFireAt = store.Now };
        await store.CommittedAsync(end);
        for (var later = 0; later < 3; later++)
            await store.CommittedAsync(Commits.End(await store.ClaimOneAsync("a"), store.Now) with { NextFireAt = store.Now });

        var before = await store.PortraitAsync("a");
        var result = await store.CommitAsync(end with { NextFireAt = store.Now.AddDays(1) });
        Expect.That(result.Status is CommitStatus.AlreadyCommitted or CommitStatus.StaleRun, "the first run's end, sent again after three more runs", "AlreadyCommitted or StaleRun", result.Status);
        Expect.Equal(before, await store.PortraitAsync("a"), "the job");
    }

    private static async Task CheckpointTooLate(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        await store.EndAsync(claim);

        await store.RefusedAsync(CommitStatus.StaleRun, Commits.Checkpoint(claim, Some.State(7), 1, store.Now), "a checkpoint after the end");
    }

    private static async Task NewJobSameId(TestedStore store)
    {
        await store.AddAsync("a");
        var late = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.Command("a", store.Now) with { Removes = true });
        await store.AddAsync("a");
        var current = await store.ClaimOneAsync("a", "the claim of the new job");

        await store.RefusedAsync(CommitStatus.Gone, Commits.End(late, store.Now) with { State = Some.State(7), StateSchema = 1, StateVersion = 1 }, "the end of the removed job's run");
        await store.RefusedAsync(CommitStatus.Gone, Commits.Checkpoint(late, Some.State(7), 1, store.Now), "a checkpoint of the removed job's run");
        Expect.Equal(false, await store.RenewAsync(late, TimeSpan.FromHours(1)), "whether the removed job's run is renewed");
        await store.EndAsync(current);
    }

    private static async Task Gone(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        var removal = await store.CommittedAsync(Commits.Command("a", store.Now) with { Removes = true, WantsJob = true });
        Expect.Equal((null, 0L), (removal.Job, removal.StateVersion), "the job and the state version in the answer to the removal");

        await GoneAsync(Commits.Command("a", store.Now) with { RaisesVersion = true }, "a command");
        await GoneAsync(Commits.Command("never there", store.Now) with { RaisesVersion = true }, "a command for a job that never was");
        await GoneAsync(Commits.End(claim, store.Now), "the end of its run");
        await store.ClaimNothingAsync("the claim");
        Expect.Equal(null, await store.FindAsync("a"), "the job");

        async Task GoneAsync(JobCommit commit, string what)
        {
            var result = await store.CommitAsync(commit with { WantsJob = true });
            Expect.Equal((CommitStatus.Gone, null, 0L), (result.Status, result.Job, result.StateVersion), $"the answer to {what}");
        }
    }
}
