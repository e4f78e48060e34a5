using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

public sealed class ClaimTests : IAsyncLifetime
{
    private TestStore store = null!;

    public async ValueTask InitializeAsync() => store = await TestStore.OpenAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Jobs_are_claimed_by_priority_then_instant_then_order_of_adding()
    {
        await store.AddAsync(store.Job("late", TimeSpan.FromSeconds(2)), store.Job("first", TimeSpan.FromSeconds(1)), store.Job("second", TimeSpan.FromSeconds(1)));
        await store.AddAsync("urgent", TimeSpan.FromSeconds(3), plan => plan with { Priority = 5 });
        await store.AddAsync("idle", TimeSpan.FromSeconds(1), plan => plan with { Priority = -5 });
        store.Time.Advance(TimeSpan.FromSeconds(3));

        var (result, claims) = await store.ClaimAllAsync();

        Assert.Equal(["urgent", "first", "second", "late", "idle"], claims.Select(claim => claim.Plan.Id));
        Assert.False(result.MoreDue);
    }

    [Fact]
    public async Task A_full_buffer_says_that_more_are_due()
    {
        await store.AddAsync(store.Job("a"), store.Job("b"), store.Job("c"));

        var (first, claims) = await store.ClaimAllAsync(room: 2);
        var (second, rest) = await store.ClaimAllAsync(room: 2);

        Assert.True(first.MoreDue);
        Assert.Equal(["a", "b"], claims.Select(claim => claim.Plan.Id));
        Assert.False(second.MoreDue);
        Assert.Equal("c", Assert.Single(rest).Plan.Id);
    }

    [Fact]
    public async Task Nothing_due_answers_when_something_will_be()
    {
        await store.AddAsync("soon", TimeSpan.FromSeconds(5));
        await store.AddAsync("later", TimeSpan.FromSeconds(50));

        var (result, claims) = await store.ClaimAllAsync();

        Assert.Empty(claims);
        Assert.Equal((store.Time.Now + TimeSpan.FromSeconds(5), store.Time.Now), (result.NextDue!.Value, result.Now));
    }

    [Fact]
    public async Task The_end_of_a_lease_counts_as_the_next_due_instant()
    {
        await store.AddAsync("job");

        var (result, _) = await store.ClaimAllAsync();

        Assert.Equal(store.Time.Now + TimeSpan.FromSeconds(30), result.NextDue);
    }

    [Fact]
    public async Task Only_handlers_and_schemas_that_the_node_has_are_handed_out()
    {
        await store.AddAsync(store.Job("known"), store.Job("unknown", handler: "other"), store.Job("newer") with { StateSchema = 3 });

        var (result, claims) = await store.ClaimAllAsync(handlers: TestStore.Handlers(("h", 2)));
        Assert.Equal("known", Assert.Single(claims).Plan.Id);
        Assert.False(result.MoreDue);

        var (_, others) = await store.ClaimAllAsync(handlers: TestStore.Handlers(("h", 3), ("other", 1)));
        Assert.Equal(["unknown", "newer"], others.Select(claim => claim.Plan.Id));
        Assert.Equal([1, 3], others.Select(claim => claim.StateSchema));
    }

    [Fact]
    public async Task The_bytes_of_state_bound_a_claim_but_for_its_first_job()
    {
        var large = $$"""{"text":"{{new string('x', 1000)}}"}""";
        await store.AddAsync(store.Job("a", state: large), store.Job("b", state: large), store.Job("c"));

        var (result, claims) = await store.ClaimAllAsync(bytes: 500);

        Assert.Equal("a", Assert.Single(claims).Plan.Id);
        Assert.True(result.MoreDue);
    }

    [Fact]
    public async Task An_open_run_holds_its_job()
    {
        await store.AddAsync("job");
        await store.ClaimAsync();

        Assert.Empty((await store.ClaimAllAsync()).Claims);
        Assert.Equal(1, (await store.GetAsync("job")).RunningCount);
    }

    [Fact]
    public async Task A_second_slot_is_given_once_the_first_run_has_been_advanced()
    {
        await store.AddAsync("job", plan: plan => plan with { RunSlots = 2 });
        var first = await store.ClaimAsync();
        Assert.Empty((await store.ClaimAllAsync()).Claims);

        var advance = store.End(first);
        advance.EndsRun = false;
        await store.CommitAsync(advance);
        store.Time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(40));
        Assert.True(await RenewAsync(first));
        store.Time.Advance(TimeSpan.FromSeconds(40));
        await RenewAsync(first);
        var second = await store.ClaimAsync();

        Assert.Equal((2, 0), (second.Fence, second.TookOver));
        Assert.Equal(first.ScheduledAt + TimeSpan.FromMinutes(1), second.ScheduledAt);
        Assert.Equal(2, (await store.GetAsync("job")).RunningCount);
    }

    [Fact]
    public async Task A_lease_that_ended_is_taken_over_under_a_new_fence()
    {
        await store.AddAsync("job");
        var first = await store.ClaimAsync();
        store.Time.Advance(TimeSpan.FromSeconds(30));

        var second = await store.ClaimAsync();

        Assert.Equal((2, 1, 1), (second.Fence, second.TookOver, second.AbandonedRuns));
        Assert.Equal(first.ScheduledAt, second.ScheduledAt);
        Assert.False(await RenewAsync(first));
        Assert.Equal(CommitStatus.StaleRun, (await store.CommitOneAsync(store.End(first))).Status);
        Assert.Equal(CommitStatus.Committed, (await store.CommitOneAsync(store.End(second))).Status);
    }

    [Fact]
    public async Task A_run_that_was_advanced_is_taken_over_as_advanced()
    {
        await store.AddAsync("job");
        var first = await store.ClaimAsync();
        var advance = store.End(first);
        advance.EndsRun = false;
        await store.CommitAsync(advance);
        store.Time.Advance(TimeSpan.FromSeconds(30));

        var second = await store.ClaimAsync();

        Assert.True(second.Advanced);
        Assert.Equal(first.ScheduledAt, second.ScheduledAt);
        Assert.Equal(first.ScheduledAt + TimeSpan.FromMinutes(1), second.NextFireAt);
    }

    [Fact]
    public async Task A_renewed_lease_holds_on()
    {
        await store.AddAsync("job");
        var claim = await store.ClaimAsync();
        store.Time.Advance(TimeSpan.FromSeconds(29));

        Assert.True(await RenewAsync(claim));
        store.Time.Advance(TimeSpan.FromSeconds(29));

        Assert.Empty((await store.ClaimAllAsync()).Claims);
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_ends_no_lease()
    {
        await store.AddAsync("job");
        var claim = await store.ClaimAsync();
        store.Time.SetWallClock(store.Time.Now + TimeSpan.FromHours(1));

        var (result, claims) = await store.ClaimAllAsync();

        Assert.Empty(claims);
        Assert.Equal(store.Time.Now + TimeSpan.FromSeconds(30), result.NextDue);
        Assert.Equal(CommitStatus.Committed, (await store.CommitOneAsync(store.End(claim))).Status);
    }

    [Fact]
    public async Task A_failed_claim_leaves_the_count_of_abandoned_runs_and_a_success_ends_it()
    {
        await store.AddAsync("job");
        await store.ClaimAsync();
        store.Time.Advance(TimeSpan.FromSeconds(30));
        var second = await store.ClaimAsync();
        await store.CommitAsync(store.End(second));
        store.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, (await store.ClaimAsync()).AbandonedRuns);
    }

    [Fact]
    public async Task A_change_that_makes_something_due_earlier_is_announced()
    {
        await store.AddAsync("later", TimeSpan.FromMinutes(5));
        await store.ClaimAllAsync();
        var news = 0;
        store.Store.DueEarlier += () => Interlocked.Increment(ref news);

        await store.AddAsync("even later", TimeSpan.FromMinutes(6));
        await store.ClaimAllAsync(room: 0);
        Assert.Equal(0, news);

        await store.AddAsync("sooner", TimeSpan.FromMinutes(4));
        await store.ClaimAllAsync(room: 0);
        Assert.Equal(1, news);
    }

    [Fact]
    public async Task A_definition_that_cannot_be_read_is_claimed_with_the_reason()
    {
        await store.AddAsync("job");
        await store.SqlAsync("UPDATE job_plan SET plan = '{broken'");
        await store.DoAsync(writer => writer.Forget());

        var claim = await store.ClaimAsync();

        Assert.Contains("cannot be read", claim.Plan.Unreadable, StringComparison.Ordinal);
        Assert.Equal(("job", "h"), (claim.Plan.Id, claim.Plan.Handler));
    }

    private async Task<bool> RenewAsync(JobClaim claim)
    {
        var results = new bool[1];
        await store.Store.RenewAsync(new RunLease[] { new(claim.Plan.Id, claim.Handle, claim.Fence) }, TimeSpan.FromSeconds(30), results, TestContext.Current.CancellationToken);
        return results[0];
    }
}
