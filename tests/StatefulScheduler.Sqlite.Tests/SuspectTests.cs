using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

// Jobs that processes have died with: which of them is the cause is not known.
public sealed class SuspectTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_that_two_processes_died_with_are_claimed_one_at_a_time()
    {
        await using var store = await TwoDeathsAsync("a", "b", "c");
        await store.AddAsync("fresh");

        var (result, claims) = await store.ClaimAllAsync();
        Assert.Equal([("a", 2), ("fresh", 0)], claims.Select(claim => (claim.Plan.Id, claim.AbandonedRuns)).Order());
        Assert.False(result.MoreDue);
        Assert.Empty((await store.ClaimAllAsync()).Claims);

        await store.CommitAsync(store.End(claims.Single(claim => claim.Plan.Id == "a")));
        var next = await store.ClaimAsync();
        Assert.Equal(("b", 2), (next.Plan.Id, next.AbandonedRuns));
        await store.CommitAsync(store.End(next));
        Assert.Equal("c", (await store.ClaimAsync()).Plan.Id);
    }

    [Fact]
    public async Task The_end_of_a_turn_is_announced()
    {
        await using var store = await TwoDeathsAsync("a", "b");
        var claim = await store.ClaimAsync();
        var announced = new TaskCompletionSource();
        store.Store.DueEarlier += announced.SetResult;

        await store.CommitAsync(store.End(claim));

        await announced.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal("b", (await store.ClaimAsync()).Plan.Id);
    }

    [Fact]
    public async Task A_run_that_lives_to_renew_its_lease_holds_nobody_up()
    {
        await using var store = await TwoDeathsAsync("a", "b");
        var claim = await store.ClaimAsync();

        var renewed = new bool[1];
        await store.Store.RenewAsync(new[] { new RunLease("a", claim.Handle, claim.Fence) }, TimeSpan.FromSeconds(30), renewed, Ct);

        Assert.Equal([true], renewed);
        Assert.Equal("b", (await store.ClaimAsync()).Plan.Id);
    }

    [Fact]
    public async Task A_job_that_cannot_be_claimed_holds_nobody_up()
    {
        await using var store = await TwoDeathsAsync("a", "b");
        var paused = await store.GetAsync("a");
        await store.CommitAsync(new JobCommit { JobId = "a", Version = paused.Version, RaisesVersion = true, Status = JobStatus.Paused, At = store.Time.Now });

        Assert.Equal("b", (await store.ClaimAsync()).Plan.Id);
    }

    [Fact]
    public async Task A_job_that_somebody_decided_on_waits_for_no_turn()
    {
        await using var store = await TwoDeathsAsync("a", "b");
        Assert.Equal("a", (await store.ClaimAsync()).Plan.Id);

        await store.CommitAsync(store.Modify(await store.GetAsync("b"), """{"n":1}"""));

        var claim = await store.ClaimAsync();
        Assert.Equal(("b", 1), (claim.Plan.Id, claim.AbandonedRuns));
    }

    [Fact]
    public async Task A_turn_that_was_not_stored_is_given_again()
    {
        await using var store = await TwoDeathsAsync("a", "b");
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => store.DoAsync(writer =>
        {
            writer.Suspects.Proceed(TestStore.Handlers(("h", 1)));
            throw new InvalidOperationException("the transaction ends here");
        }));

        Assert.Equal("a", (await store.ClaimAsync()).Plan.Id);
        Assert.Empty((await store.ClaimAllAsync()).Claims);
    }

    [Fact]
    public async Task Runs_of_one_job_that_died_with_one_process_are_one_death()
    {
        await using var first = await TestStore.OpenAsync();
        await first.AddAsync("job", TimeSpan.FromHours(1), plan => plan with { RunSlots = 4 });
        for (var run = 0; run < 4; run++)
            await first.CommitAsync(new JobCommit { JobId = "job", At = first.Time.Now, Details = new() { Adds = Some.Manual(first, $"run{run}") } });
        Assert.Equal(4, (await first.ClaimAllAsync()).Claims.Length);

        await using var second = await first.ReopenAsync();

        Assert.Equal([1, 1, 1, 1], (await second.ClaimAllAsync()).Claims.Select(claim => claim.AbandonedRuns));
    }

    private static async Task<TestStore> TwoDeathsAsync(params string[] ids)
    {
        var store = await TestStore.OpenAsync();
        foreach (var id in ids)
            await store.AddAsync(id);
        for (var death = 0; death < 2; death++)
        {
            Assert.Equal(ids.Length, (await store.ClaimAllAsync()).Claims.Length);
            store = await store.ReopenAsync();
        }

        return store;
    }
}
