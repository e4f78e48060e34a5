namespace StatefulScheduler.Testing;

// How many runs a store keeps is its own affair, and so is whether it keeps those that were taken over; the last that ended is there.
internal static class RunHistoryChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Runs are listed newest first", NewestFirst),
        new("Runs are paged without gaps or doubles", Pages),
        new("A claim given back leaves no run", GivenBack),
    ];

    private static async Task NewestFirst(TestedStore store)
    {
        if (store.Archive is not { } archive)
            return;
        await store.AddAsync("a");
        await store.AddAsync(store.Job("b", null));
        await RunAsync(store, 5);

        var runs = (await archive.GetRunsAsync("a", null, 100, store.Cancellation)).Items;
        Expect.Sequence(Enumerable.Range(6 - runs.Count, runs.Count).Reverse().Select(fence => (long)fence), runs.Select(run => run.Fence), "the fences of the runs, newest first");
        Expect.Equal((await store.GetAsync("a")).LastRun, runs[0], "the first run, against LastRun");
        Expect.Equal(0, (await archive.GetRunsAsync("b", null, 100, store.Cancellation)).Items.Count, "the runs of a job that has not run");
        Expect.Equal(0, (await archive.GetRunsAsync("c", null, 100, store.Cancellation)).Items.Count, "the runs of a job that is not there");
    }

    private static async Task Pages(TestedStore store)
    {
        if (store.Archive is not { } archive)
            return;
        await store.AddAsync("a");
        await RunAsync(store, 7);
        var all = (await archive.GetRunsAsync("a", null, 100, store.Cancellation)).Items;
        var paged = new List<JobRun>();
        string? after = null;
        do
        {
            var page = await archive.GetRunsAsync("a", after, 2, store.Cancellation);
            Expect.That(page.Items.Count <= 2, "a page of two", "at most 2 runs", page.Items.Count);
            paged.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Expect.Sequence(all, paged, "the runs of all pages");
    }

    private static async Task GivenBack(TestedStore store)
    {
        if (store.Archive is not { } archive)
            return;
        await store.AddAsync("a");
        await RunAsync(store, 1);
        await store.CommittedAsync(Commits.GiveBack(await store.ClaimOneAsync("a"), store.Now));

        var runs = (await archive.GetRunsAsync("a", null, 100, store.Cancellation)).Items;
        Expect.Sequence([1L], runs.Select(run => run.Fence), "the fences of the runs");
        Expect.Equal(1L, (await store.GetAsync("a")).LastRun?.Fence, "the fence of the last run");
    }

    private static async Task RunAsync(TestedStore store, int times)
    {
        for (var time = 0; time < times; time++)
        {
            store.Advance(TimeSpan.FromSeconds(1));
            var claim = await store.ClaimOneAsync("a");
            await store.CommittedAsync(Commits.End(claim, store.Now) with { NextFireAt = store.Now });
        }
    }
}
