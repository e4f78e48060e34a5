using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class GiveBackChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("A claim given back is due again and not counted", DueAgain),
        new("A pending run given back waits again", PendingWaitsAgain),
        new("A run given back after it was advanced waits beside the schedule", AdvancedWaits),
        new("A claim of a paused job given back waits for the resume", Paused),
    ];

    private static async Task DueAgain(TestedStore store)
    {
        await store.AddAsync("a");
        var before = await store.PortraitAsync("a");
        var first = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.GiveBack(first, store.Now));
        Expect.Equal(before, await store.PortraitAsync("a"), "the job after its claim was given back: no run, no attempt");

        var second = await store.ClaimOneAsync("a", "the claim after that");
        Expect.Equal((2L, first.ScheduledAt, 0L, 0, 1), (second.Fence, second.ScheduledAt, second.TookOver, second.AbandonedRuns, second.Attempt), "fence, occurrence, fence taken over, abandoned runs, attempt");
        var late = await store.CommitAsync(Commits.End(first, store.Now));
        Expect.That(late.Status is CommitStatus.AlreadyCommitted or CommitStatus.StaleRun, "the end of the run that was given back", "AlreadyCommitted or StaleRun", late.Status);
        Expect.Equal(1, (await store.GetAsync("a")).RunningCount, "the open runs after that");
    }

    private static async Task PendingWaitsAgain(TestedStore store)
    {
        foreach (var pending in (PendingRun[])[Some.Manual(store.Now), Some.Retry(store.Now, store.Now.AddMinutes(-5), attempt: 3)])
        {
            var id = $"{pending.Kind}";
            await store.AddAsync(store.Job(id, store.Now.AddHours(1)));
            await store.AddPendingAsync(id, pending);
            await store.CommittedAsync(Commits.GiveBack(await store.ClaimOneAsync(id), store.Now));
            Expect.Sequence([pending], (await store.GetAsync(id)).Pending, "what waits");
            var again = await store.ClaimOneAsync(id, "the claim after that");
            Expect.Equal(pending, again.Pending, "the pending run of the claim");
            await store.EndAsync(again);
        }
    }

    private static async Task AdvancedWaits(TestedStore store)
    {
        await store.AddAsync("a");
        var first = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.Advance(first, store.Now.AddHours(1), store.Now));
        await store.CommittedAsync(Commits.GiveBack(first, store.Now));

        Expect.Equal(store.Now.AddHours(1), (await store.GetAsync("a")).NextFireAt, "the next fire");
        var second = await store.ClaimOneAsync("a", "the claim after that");
        Expect.Equal((first.ScheduledAt, true, 1), (second.ScheduledAt, second.Advanced, second.Attempt), "occurrence, advanced, attempt");
        Expect.Equal((PendingKind.Retry, true), (second.Pending?.Kind, second.Pending?.OffSchedule), "kind of the pending run, and whether it is off the schedule");
    }

    private static async Task Paused(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        await store.SetStatusAsync("a", JobStatus.Paused);
        await store.CommittedAsync(Commits.GiveBack(claim, store.Now));

        await store.ClaimNothingAsync("the claim while the job is paused");
        await store.SetStatusAsync("a", JobStatus.Active);
        Expect.Equal(claim.ScheduledAt, (await store.ClaimOneAsync("a", "the claim after the resume")).ScheduledAt, "the occurrence");
    }
}
