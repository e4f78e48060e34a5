using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// Jobs whose last two runs, or more, were abandoned one after the other: one of them may be what kills the process, and whatever is claimed beside it
// would be abandoned with it, and be given up with it. So a node takes them over one at a time.
internal static class SuspectChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Jobs that were abandoned twice in a row are taken over one at a time", OneAtATime),
        new("Jobs that were abandoned once are taken over together", OnceIsNoSuspicion),
        new("The next such job is due, and announced, when the run of the one before ends", NextAtEnd),
        new("The next such job is due, and announced, when the run of the one before lives to renew its lease", NextAtRenewal),
        new("The next such job is due, and announced, when somebody decides on the one before, or removes it", NextAtDecision),
        new("The next such job is due when the run of the one before is given back", NextAtGiveBack),
        new("When the lease of such a run ends too, the others go first", NextAtLeaseEnd),
        new("A job that cannot be claimed has no turn", CannotBeClaimed),
    ];

    private static async Task OneAtATime(TestedStore store)
    {
        await AbandonedAsync(store, 2, "a", "b", "c");
        await store.AddAsync("fresh");
        var claimed = await store.ClaimAsync();
        Expect.Equal((2, 1), (claimed.Claims.Length, claimed.Claims.Count(claim => claim.AbandonedRuns == 2)), "how many are claimed of a fresh job and three that were abandoned twice, and how many of the three");
        Expect.Equal((false, store.Now + Some.Lease), (claimed.Result.MoreDue, claimed.Result.NextDue), "MoreDue and NextDue: what waits for its turn is not due");

        await store.AddAsync("fresh too");
        await store.ClaimOneAsync("fresh too", "the claim while a run of one of them is open");
        var turn = claimed.Claims.Single(claim => claim.AbandonedRuns == 2);
        store.Advance(Some.Lease / 2);
        await store.CommittedAsync(Commits.Checkpoint(turn, Some.State(1), 1, store.Now));
        await store.ClaimNothingAsync("the claim after a checkpoint of that run");
    }

    private static async Task OnceIsNoSuspicion(TestedStore store)
    {
        await AbandonedAsync(store, 1, "a", "b", "c");

        Expect.Sequence([1, 1, 1], (await store.ClaimAsync()).Claims.Select(claim => claim.AbandonedRuns), "the abandoned runs of what is claimed");
    }

    private static async Task NextAtEnd(TestedStore store)
    {
        var left = await AbandonedAsync(store, 2, "a", "b", "c");
        while (left.Count > 0)
        {
            var turn = await TurnAsync(store, left);
            left.Remove(turn.Plan.Id);
            await store.ClaimNothingAsync("the claim while its run is open");
            if (left.Count > 0)
                await store.RaisesDueEarlierAsync(() => store.EndAsync(turn), "the end of the run that others wait for");
        }
    }

    private static async Task NextAtRenewal(TestedStore store)
    {
        var left = await AbandonedAsync(store, 2, "a", "b");
        var turn = await TurnAsync(store, left);
        await store.RaisesDueEarlierAsync(async () => Expect.Equal(true, await store.RenewAsync(turn, Some.Lease), "whether the lease was renewed"), "the renewal of the lease that others wait for");

        left.Remove(turn.Plan.Id);
        await TurnAsync(store, left);
    }

    private static async Task NextAtDecision(TestedStore store)
    {
        foreach (var removes in (bool[])[false, true])
        {
            var left = await AbandonedAsync(store, 2, $"a {removes}", $"b {removes}");
            var turn = await TurnAsync(store, left);
            await store.RaisesDueEarlierAsync(
                () => store.CommittedAsync(Commits.Command(turn.Plan.Id, store.Now) with { RaisesVersion = true, Removes = removes }),
                removes ? "the removal of the job that others wait for" : "a decision on the job that others wait for");

            left.Remove(turn.Plan.Id);
            await store.EndAsync(await TurnAsync(store, left));
            if (!removes)
                await store.EndAsync(turn);
        }
    }

    private static async Task NextAtGiveBack(TestedStore store)
    {
        var left = await AbandonedAsync(store, 2, "a", "b");
        var turn = await TurnAsync(store, left);
        await store.CommittedAsync(Commits.GiveBack(turn, store.Now));

        left.Remove(turn.Plan.Id);
        Expect.That((await store.ClaimAsync()).Ids.Contains(left[0]), "the claim after the run of the first was given back", $"'{left[0]}' in it", "others");
    }

    private static async Task NextAtLeaseEnd(TestedStore store)
    {
        var left = await AbandonedAsync(store, 2, "a", "b", "c");
        while (left.Count > 0)
        {
            left.Remove((await TurnAsync(store, left)).Plan.Id);
            store.Advance(Some.Lease);
        }

        Expect.Equal(3, (await TurnAsync(store, ["a", "b", "c"])).AbandonedRuns, "the abandoned runs of the one that has its turn again");
    }

    private static async Task CannotBeClaimed(TestedStore store)
    {
        var left = await AbandonedAsync(store, 2, "a", "b", "c");
        await store.SetStatusAsync("a", JobStatus.Paused);
        await store.CommittedAsync(Commits.Command("b", store.Now) with { Removes = true });

        Expect.Equal("c", (await TurnAsync(store, left)).Plan.Id, "the one that is claimed of a paused, a removed and an active job");
        await store.SetStatusAsync("a", JobStatus.Active);
        Expect.Sequence([("a", 1)], (await store.ClaimAsync()).Claims.Select(claim => (claim.Plan.Id, claim.AbandonedRuns)), "what is claimed after the resume, which counts anew");
    }

    // Jobs whose run died so many times, the last of which has just lost its lease.
    private static async Task<List<string>> AbandonedAsync(TestedStore store, int times, params string[] ids)
    {
        foreach (var id in ids)
            await store.AddAsync(id);
        for (var death = 0; death < times; death++)
        {
            Expect.Sequence(ids, (await store.ClaimAsync()).Ids.Order(StringComparer.Ordinal), $"what is claimed after {death} deaths");
            store.Advance(Some.Lease);
        }

        return [.. ids];
    }

    private static async Task<JobClaim> TurnAsync(TestedStore store, List<string> waiting)
    {
        var claims = (await store.ClaimAsync()).Claims;
        Expect.Equal(1, claims.Length, $"how many are claimed of {string.Join(", ", waiting)}");
        Expect.That(waiting.Contains(claims[0].Plan.Id), "which is claimed", $"one of {string.Join(", ", waiting)}", claims[0].Plan.Id);
        return claims[0];
    }
}
