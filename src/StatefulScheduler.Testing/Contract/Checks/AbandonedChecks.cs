using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class AbandonedChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Abandoned runs are counted in a row and reset by an ended run", CountedInARow),
        new("A run that its node declares abandoned does not end the row", Declared),
        new("A decision about an active job counts its abandoned runs anew", DecisionResets),
    ];

    private static async Task CountedInARow(TestedStore store)
    {
        await store.AddAsync("a");
        await store.ClaimOneAsync("a");
        for (var abandoned = 1; abandoned <= 3; abandoned++)
            Expect.Equal(abandoned, (await NextAsync(store)).AbandonedRuns, "the abandoned runs in a row");

        var last = await NextAsync(store);
        await store.CommittedAsync(Commits.GiveBack(last, store.Now));
        last = await store.ClaimOneAsync("a", "the claim after one was given back");
        Expect.Equal(4, last.AbandonedRuns, "the abandoned runs, after a claim was given back uncounted");
        await store.CommittedAsync(Commits.End(last, store.Now, RunOutcome.Failed) with { NextFireAt = store.Now });
        Expect.Equal(0, (await store.ClaimOneAsync("a", "the claim after a run has ended")).AbandonedRuns, "the abandoned runs, after a run has ended");
        Expect.Equal(1, (await NextAsync(store)).AbandonedRuns, "the abandoned runs of the new row");
    }

    private static async Task Declared(TestedStore store)
    {
        await store.AddAsync("a");
        await store.ClaimOneAsync("a");
        var second = await NextAsync(store);
        await store.CommittedAsync(Commits.End(second, store.Now, RunOutcome.Abandoned) with { NextFireAt = store.Now });

        Expect.Equal(1, (await store.ClaimOneAsync("a", "the next claim")).AbandonedRuns, "the abandoned runs");
        Expect.Equal(RunOutcome.Abandoned, (await store.GetAsync("a")).LastRun?.Outcome, "the outcome of the last run");
    }

    private static async Task DecisionResets(TestedStore store)
    {
        await store.AddAsync("a");
        await store.ClaimOneAsync("a");
        await NextAsync(store);
        await store.CommittedAsync(Commits.Command("a", store.Now) with { RaisesVersion = true });

        Expect.Equal(1, (await NextAsync(store)).AbandonedRuns, "the abandoned runs since the decision");
    }

    private static async Task<JobClaim> NextAsync(TestedStore store)
    {
        store.Advance(Some.Lease);
        return await store.ClaimOneAsync("a", "the claim after the lease");
    }
}
