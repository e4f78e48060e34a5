using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class SlotChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("A commit that moves the schedule without ending its run frees the schedule", FreesTheSchedule),
        new("No more runs are open at a time than the job has slots", Slots),
        new("Overlapping runs are all current at once", AllCurrent),
        new("Open runs keep their leases when slots are taken away, and are taken over no more at a time than there are slots", SlotsTakenAway),
        new("A run that was advanced ends without moving the schedule again", AdvancedEnds),
    ];

    private static async Task FreesTheSchedule(TestedStore store)
    {
        await AddAsync(store, slots: 2);
        var first = await store.ClaimOneAsync("a");
        await store.ClaimNothingAsync("the claim before the schedule moves, though a slot is free");
        await store.CommittedAsync(Commits.Advance(first, store.Now.AddMinutes(1), store.Now));

        await store.ClaimNothingAsync("the claim before the next occurrence is due");
        store.Advance(TimeSpan.FromMinutes(1));
        Expect.Equal(true, await store.RenewAsync(first, Some.Lease), "whether the first run is renewed");
        var second = await store.ClaimOneAsync("a", "the claim of the next occurrence");
        Expect.Equal((2L, store.Now, ManualTime.Start), (second.Fence, second.ScheduledAt, second.PreviousFireAt), "fence, occurrence and previous fire of the second run");
        Expect.Equal(2, (await store.GetAsync("a")).RunningCount, "the open runs");
    }

    private static async Task Slots(TestedStore store)
    {
        await AddAsync(store, slots: 3);
        var open = new List<JobClaim>();
        for (var run = 0; run < 3; run++)
        {
            var claim = await store.ClaimOneAsync("a", $"the claim with {run} runs open");
            await store.CommittedAsync(Commits.Advance(claim, store.Now, store.Now));
            open.Add(claim with { Advanced = true });
        }

        await store.AddPendingAsync("a", Some.Manual(store.Now));
        await store.ClaimNothingAsync("the claim with every slot taken");
        await store.EndAsync(open[1]);
        await store.ClaimOneAsync("a", "the claim with one slot free");
        await store.ClaimNothingAsync("the claim with every slot taken again");
        Expect.Equal(3, (await store.GetAsync("a")).RunningCount, "the open runs");
    }

    private static async Task AllCurrent(TestedStore store)
    {
        await AddAsync(store, slots: 3);
        var open = new List<JobClaim>();
        for (var run = 0; run < 3; run++)
        {
            open.Add(await store.ClaimOneAsync("a"));
            await store.CommittedAsync(Commits.Advance(open[run], store.Now, store.Now));
        }

        var version = 1L;
        foreach (var claim in open)
            version = (await store.CommittedAsync(Commits.Checkpoint(claim, Some.State((int)version), version, store.Now), $"a checkpoint of run {claim.Fence} of three")).StateVersion;
        foreach (var claim in open.AsEnumerable().Reverse())
            await store.EndAsync(claim with { Advanced = true });
        Expect.Equal(0, (await store.GetAsync("a")).RunningCount, "the open runs after all have ended");
    }

    private static async Task SlotsTakenAway(TestedStore store)
    {
        await AddAsync(store, slots: 3);
        var open = new List<JobClaim>();
        for (var run = 0; run < 3; run++)
        {
            open.Add(await store.ClaimOneAsync("a"));
            await store.CommittedAsync(Commits.Advance(open[run], run == 2 ? store.Now.AddHours(1) : store.Now, store.Now));
        }

        await store.CommittedAsync(Commits.Command("a", store.Now) with { RaisesVersion = true, Details = new() { Plan = open[0].Plan with { RunSlots = 1 } } });
        store.Advance(Some.Lease / 2);
        foreach (var claim in open)
            Expect.Equal(true, await store.RenewAsync(claim, Some.Lease), $"whether run {claim.Fence} of three is renewed");

        store.Advance(Some.Lease);
        for (var left = 3; left > 0; left--)
        {
            var claim = await store.ClaimOneAsync("a", $"the claim when {left} runs are left whose lease has ended");
            var claimed = await store.ClaimAsync();
            Expect.Sequence([], claimed.Ids, "the claim with the slot taken");
            Expect.Equal((false, store.Now + Some.Lease), (claimed.Result.MoreDue, claimed.Result.NextDue), "MoreDue and NextDue with the slot taken");
            await store.EndAsync(claim with { Advanced = true });
        }

        Expect.Equal(0, (await store.GetAsync("a")).RunningCount, "the open runs");
    }

    private static async Task AdvancedEnds(TestedStore store)
    {
        await AddAsync(store, slots: 1);
        var claim = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.Advance(claim, store.Now.AddMinutes(7), store.Now));
        await store.EndAsync(claim with { Advanced = true });

        var job = await store.GetAsync("a");
        Expect.Equal((store.Now.AddMinutes(7), store.Now), (job.NextFireAt, job.PreviousFireAt), "next and previous fire");
        Expect.Equal(store.Now.AddMinutes(7), (await store.ClaimAsync()).Result.NextDue, "NextDue");
    }

    private static Task<ScheduledJob> AddAsync(TestedStore store, int slots) =>
        store.AddAsync(store.Job("a", store.Now) with { Plan = Some.Plan("a", store.Now) with { RunSlots = slots } });
}
