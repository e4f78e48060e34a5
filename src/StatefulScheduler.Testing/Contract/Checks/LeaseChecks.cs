using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class LeaseChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("A lease that ended is taken over under a higher fence, for the same occurrence", TakenOver),
        new("A renewed lease is not taken over", Renewed),
        new("A run whose lease ended is still current while nobody has taken it over", StillCurrent),
        new("A pending run is taken over as itself", PendingTakenOver),
        new("A run that was advanced is taken over as advanced", AdvancedTakenOver),
        new("A run that is taken over keeps its occurrence though the job was rescheduled", KeepsOccurrence),
        new("A run of a paused job is not taken over before the resume", PausedWaits),
        new("A run by hand is claimed though a dead run of the paused job waits for the resume", ManualBesideDead),
        new("The dead run of a job whose handler this node does not have is left, and NextDue does not name it", ForeignDead),
        new("Setting the wall clock ends no lease", WallClock),
        new("A run that has ended is not renewed", EndedIsNotRenewed),
    ];

    private static async Task TakenOver(TestedStore store)
    {
        await store.AddAsync("a");
        var first = await store.ClaimOneAsync("a");
        store.Advance(Some.Lease - TimeSpan.FromMilliseconds(1));
        await store.ClaimNothingAsync("the claim a millisecond before the lease ends");
        store.Advance(TimeSpan.FromMilliseconds(1));
        var second = await store.ClaimOneAsync(Some.Request("node-2"), "a", "the claim when the lease has ended");

        Expect.Equal((2L, first.Fence), (second.Fence, second.TookOver), "the fence, and the fence taken over");
        Expect.Equal((first.ScheduledAt, first.NextFireAt, false), (second.ScheduledAt, second.NextFireAt, second.Advanced), "occurrence, next fire, advanced");
        Expect.Equal(1, (await store.GetAsync("a")).RunningCount, "the open runs");
        await store.ClaimNothingAsync("the claim after the take-over");
        await store.EndAsync(second);
        Expect.Equal("node-2", (await store.GetAsync("a")).LastRun?.Node, "the node of the last run");
    }

    private static async Task Renewed(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        for (var beat = 0; beat < 3; beat++)
        {
            store.Advance(Some.Lease / 2);
            Expect.Equal(true, await store.RenewAsync(claim, Some.Lease), "whether the lease was renewed");
            var claimed = await store.ClaimAsync();
            Expect.Sequence([], claimed.Ids, "what is claimed while the lease is renewed");
            Expect.Equal(store.Now + Some.Lease, claimed.Result.NextDue, "NextDue: the end of the renewed lease");
        }

        store.Advance(Some.Lease);
        Expect.Equal(claim.Fence, (await store.ClaimOneAsync("a", "the claim after the last renewal's end")).TookOver, "the fence taken over");
    }

    private static async Task StillCurrent(TestedStore store)
    {
        await store.AddAsync("a");
        await store.AddAsync("b");
        var claims = (await store.ClaimAsync()).Claims;
        store.Advance(2 * Some.Lease);

        await store.CommittedAsync(Commits.Checkpoint(claims[0], Some.State(1), 1, store.Now), "a checkpoint after the lease");
        await store.EndAsync(claims[0]);
        Expect.Equal(true, await store.RenewAsync(claims[1], Some.Lease), "whether a lease that has ended is renewed");
        await store.ClaimNothingAsync("the claim after that");
    }

    private static async Task PendingTakenOver(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now.AddHours(1)));
        await store.AddPendingAsync("a", Some.Retry(store.Now, store.Now.AddHours(-1), attempt: 3));
        var first = await store.ClaimOneAsync("a");
        store.Advance(Some.Lease);
        var second = await store.ClaimOneAsync("a", "the claim after the lease");

        Expect.Equal(first.Pending, second.Pending, "the pending run of the claim");
        Expect.Equal((1L, 3, first.ScheduledAt), (second.TookOver, second.Attempt, second.ScheduledAt), "the fence taken over, the attempt, the occurrence");
        Expect.Sequence([], (await store.GetAsync("a")).Pending, "what waits");
    }

    private static async Task AdvancedTakenOver(TestedStore store)
    {
        await store.AddAsync("a");
        var first = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.Advance(first, store.Now.AddHours(1), store.Now));
        store.Advance(Some.Lease);
        var second = await store.ClaimOneAsync("a", "the claim after the lease");

        Expect.Equal((1L, true, first.ScheduledAt), (second.TookOver, second.Advanced, second.ScheduledAt), "the fence taken over, advanced, the occurrence");
        Expect.Equal(ManualTime.Start.AddHours(1), second.NextFireAt, "the next fire");
        await store.EndAsync(second);
        Expect.Equal(ManualTime.Start.AddHours(1), (await store.ClaimAsync()).Result.NextDue, "NextDue after its end");
    }

    private static async Task KeepsOccurrence(TestedStore store)
    {
        await store.AddAsync("a");
        var first = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.Command("a", store.Now) with { MovesSchedule = true, NextFireAt = store.Now.AddHours(5), RaisesVersion = true });
        store.Advance(Some.Lease);
        var second = await store.ClaimOneAsync("a", "the claim after the lease");

        Expect.Equal((first.ScheduledAt, ManualTime.Start.AddHours(5)), (second.ScheduledAt, second.NextFireAt), "occurrence and next fire");
    }

    private static async Task PausedWaits(TestedStore store)
    {
        foreach (var kind in (string[])["occurrence", "retry", "advanced"])
            await PausedWaits(store, kind);
    }

    private static async Task PausedWaits(TestedStore store, string kind)
    {
        await store.AddAsync(kind);
        if (kind == "retry")
            await store.AddPendingAsync(kind, Some.Retry(store.Now, store.Now));
        var first = await store.ClaimOneAsync(kind);
        if (kind == "advanced")
            await store.CommittedAsync(Commits.Advance(first, store.Now.AddHours(1), store.Now));
        await store.SetStatusAsync(kind, JobStatus.Paused);
        store.Advance(Some.Lease);

        var claimed = await store.ClaimAsync();
        Expect.Sequence([], claimed.Ids, $"what is claimed of a paused job whose run ({kind}) is dead");
        Expect.Equal(null, claimed.Result.NextDue, "NextDue meanwhile");
        Expect.Equal(1, (await store.GetAsync(kind)).RunningCount, "the open runs: the late run may still end");
        await store.SetStatusAsync(kind, JobStatus.Active);
        var second = await store.ClaimOneAsync(kind, "the claim after the resume");
        Expect.Equal((first.Fence, first.ScheduledAt, kind == "advanced"), (second.TookOver, second.ScheduledAt, second.Advanced), "the fence taken over, the occurrence, advanced");
        await store.CommittedAsync(Commits.End(second, store.Now) with { Status = JobStatus.Paused });
    }

    private static async Task ManualBesideDead(TestedStore store)
    {
        await store.AddAsync("a");
        var dead = await store.ClaimOneAsync("a");
        await store.SetStatusAsync("a", JobStatus.Paused);
        await store.AddPendingAsync("a", Some.Manual(store.Now));
        await store.ClaimNothingAsync("the claim before the lease ends");
        store.Advance(Some.Lease);

        var manual = await store.ClaimOneAsync("a", "the claim after the lease");
        Expect.Equal(("by-hand", 0L), (manual.RunId, manual.TookOver), "the run, and the fence taken over");
        await store.EndAsync(manual);
        await store.SetStatusAsync("a", JobStatus.Active);
        Expect.Equal(dead.Fence, (await store.ClaimOneAsync("a", "the claim after the resume")).TookOver, "the fence taken over");
    }

    private static async Task ForeignDead(TestedStore store)
    {
        await store.AddAsync("a");
        var dead = await store.ClaimOneAsync("a");
        store.Advance(Some.Lease);
        var claimed = await store.ClaimAsync(Some.Request("node-2") with { Handlers = Some.HandlersOf(("other", 1)) });

        Expect.Sequence([], claimed.Ids, "what a node claims that does not have the handler");
        Expect.Equal((null, false), (claimed.Result.NextDue, claimed.Result.MoreDue), "NextDue and MoreDue of that node");
        Expect.Equal(dead.Fence, (await store.ClaimOneAsync("a", "the claim of a node that has it")).TookOver, "the fence taken over");
    }

    // Either the store measures a lease in time that has passed, or it has a clock of its own, which nobody has set.
    private static async Task WallClock(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        store.Time.SetWallClock(TimeSpan.FromDays(1));
        await store.ClaimNothingAsync("the claim after the clock was set a day forward");
        store.Advance(Some.Lease);

        Expect.Equal(claim.Fence, (await store.ClaimOneAsync("a", "the claim when the lease has ended")).TookOver, "the fence taken over");
    }

    private static async Task EndedIsNotRenewed(TestedStore store)
    {
        await store.AddAsync("a");
        await store.AddAsync("b");
        var claims = (await store.ClaimAsync()).Claims;
        await store.EndAsync(claims[0]);
        var results = new bool[2];
        await store.Store.RenewAsync(claims.Select(claim => new RunLease(claim.Plan.Id, claim.Handle, claim.Fence)).ToArray(), Some.Lease, results, store.Cancellation);

        Expect.Sequence([false, true], results, "what was renewed of an ended and an open run");
    }
}
