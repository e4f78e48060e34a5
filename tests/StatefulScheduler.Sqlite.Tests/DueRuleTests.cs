using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

public sealed class DueRuleTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private TestStore store = null!;

    public async ValueTask InitializeAsync() => store = await TestStore.OpenAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_paused_job_is_not_claimed_and_keeps_its_next_fire()
    {
        var job = await store.AddAsync("job");
        await PauseAsync();

        Assert.Empty((await store.ClaimAllAsync()).Claims);
        var paused = await store.GetAsync("job");
        Assert.Equal((JobStatus.Paused, job.NextFireAt), (paused.Status, paused.NextFireAt));
        Assert.Equal("why", paused.Pause!.Reason);
    }

    [Fact]
    public async Task A_resume_clears_the_pause_and_makes_the_job_due()
    {
        await store.AddAsync("job");
        await PauseAsync();
        await store.CommitAsync(new JobCommit { JobId = "job", Status = JobStatus.Active, RaisesVersion = true, At = store.Time.Now });

        Assert.Null((await store.GetAsync("job")).Pause);
        await store.ClaimAsync();
    }

    [Fact]
    public async Task A_manual_run_is_due_whatever_the_status()
    {
        await store.AddAsync("job");
        await PauseAsync();
        await AddPendingAsync(Some.Manual(store, "by-hand"));

        var claim = await store.ClaimAsync();

        Assert.Equal(("by-hand", JobStatus.Paused), (claim.RunId, claim.Status));
        Assert.Empty((await store.GetAsync("job")).Pending);
        Assert.Equal(CommitStatus.Committed, (await store.CommitOneAsync(store.End(claim))).Status);
        Assert.Equal(JobStatus.Paused, (await store.GetAsync("job")).Status);
    }

    [Fact]
    public async Task A_pause_may_drop_manual_runs_that_have_not_begun()
    {
        await store.AddAsync("job", Minute);
        await AddPendingAsync(Some.Manual(store));
        await store.CommitAsync(new JobCommit { JobId = "job", Status = JobStatus.Paused, At = store.Time.Now, Details = new() { Drops = PendingKind.Manual } });

        Assert.Empty((await store.ClaimAllAsync()).Claims);
        Assert.Empty((await store.GetAsync("job")).Pending);
    }

    [Fact]
    public async Task While_a_retry_waits_the_jobs_own_occurrences_wait()
    {
        await store.AddAsync("job");
        var first = await store.ClaimAsync();
        var failed = store.End(first, RunOutcome.Failed);
        failed.Details = new() { Adds = Some.Retry(first, store.Time.Now + (5 * Minute)) };
        await store.CommitAsync(failed);
        store.Time.Advance(2 * Minute);
        Assert.Empty((await store.ClaimAllAsync()).Claims);
        Assert.Equal(1, (await store.GetAsync("job")).Retry!.Attempt);

        store.Time.Advance(3 * Minute);
        var retry = await store.ClaimAsync();

        Assert.Equal((2, first.ScheduledAt, PendingKind.Retry), (retry.Attempt, retry.ScheduledAt, retry.Pending!.Kind));
        await store.CommitAsync(store.End(retry));
        Assert.Equal(first.ScheduledAt + Minute, (await store.ClaimAsync()).ScheduledAt);
    }

    [Fact]
    public async Task A_waiting_retry_is_not_claimed_while_the_job_is_paused()
    {
        await store.AddAsync("job");
        var first = await store.ClaimAsync();
        var failed = store.End(first, RunOutcome.Failed);
        failed.Details = new() { Adds = Some.Retry(first, store.Time.Now) };
        await store.CommitAsync(failed);
        await PauseAsync();

        Assert.Empty((await store.ClaimAllAsync()).Claims);
    }

    [Fact]
    public async Task A_claim_given_back_is_due_again_and_not_counted()
    {
        await store.AddAsync("job");
        var first = await store.ClaimAsync();

        Assert.Equal(CommitStatus.Committed, (await store.CommitOneAsync(store.End(first, RunOutcome.Pending))).Status);
        var again = await store.ClaimAsync();

        Assert.Equal((first.ScheduledAt, 0, 0L), (again.ScheduledAt, again.AbandonedRuns, again.TookOver));
        Assert.Empty(await store.RunsAsync("job"));
        Assert.Null((await store.GetAsync("job")).LastRun);
        Assert.Equal(CommitStatus.AlreadyCommitted, (await store.CommitOneAsync(store.End(first, RunOutcome.Pending))).Status);
    }

    [Fact]
    public async Task A_pending_run_given_back_waits_again_as_it_was()
    {
        await store.AddAsync("job", Minute);
        await AddPendingAsync(Some.Manual(store, "by-hand"));
        var first = await store.ClaimAsync();

        await store.CommitAsync(store.End(first, RunOutcome.Pending));

        Assert.Equal(first.Pending, Assert.Single((await store.GetAsync("job")).Pending));
        Assert.Equal("by-hand", (await store.ClaimAsync()).RunId);
    }

    [Fact]
    public async Task An_advanced_run_given_back_is_not_lost()
    {
        await store.AddAsync("job");
        var first = await store.ClaimAsync();
        var advance = store.End(first);
        advance.EndsRun = false;
        await store.CommitAsync(advance);

        await store.CommitAsync(store.End(first, RunOutcome.Pending));
        var again = await store.ClaimAsync();

        Assert.Equal((first.ScheduledAt, 1), (again.ScheduledAt, again.Attempt));
        Assert.Equal(first.ScheduledAt + Minute, again.NextFireAt);
    }

    [Fact]
    public async Task A_dead_run_of_a_paused_job_waits_for_the_resume_but_bars_no_manual_run()
    {
        await store.AddAsync("job");
        await store.ClaimAsync();
        await PauseAsync();
        store.Time.Advance(Minute);
        Assert.Empty((await store.ClaimAllAsync()).Claims);

        await AddPendingAsync(Some.Manual(store, "by-hand"));
        var manual = await store.ClaimAsync();
        await store.CommitAsync(store.End(manual));
        await store.CommitAsync(new JobCommit { JobId = "job", Status = JobStatus.Active, At = store.Time.Now });

        Assert.Equal("by-hand", manual.RunId);
        Assert.Equal(1, (await store.ClaimAsync()).TookOver);
    }

    [Fact]
    public async Task A_manual_run_off_the_schedule_takes_a_second_slot_only()
    {
        await store.AddAsync("one");
        await store.AddAsync("two", plan: plan => plan with { RunSlots = 2 });
        await AddPendingAsync(Some.Manual(store, "x"), "two");

        var (_, claims) = await store.ClaimAllAsync();

        Assert.Equal(["one", "two", "two"], claims.Select(claim => claim.Plan.Id).Order());
    }

    [Fact]
    public async Task A_job_that_is_behind_queues_up_behind_the_others()
    {
        await store.AddAsync("behind", plan: plan => plan with { Priority = 0 });
        store.Time.Advance(60 * Minute);
        await store.AddAsync("fresh");
        store.Time.Advance(Minute);
        var (_, first) = await store.ClaimAllAsync(room: 1);
        await store.CommitAsync(store.End(first[0]));

        var (_, second) = await store.ClaimAllAsync(room: 1);

        Assert.Equal(("behind", "fresh"), (first[0].Plan.Id, second[0].Plan.Id));
    }

    [Fact]
    public async Task A_decision_about_an_active_job_counts_its_abandoned_runs_anew()
    {
        await store.AddAsync("job");
        await store.ClaimAsync();
        store.Time.Advance(Minute);
        Assert.Equal(1, (await store.ClaimAsync()).AbandonedRuns);
        await store.CommitAsync(new JobCommit { JobId = "job", Status = JobStatus.Active, RaisesVersion = true, At = store.Time.Now });
        store.Time.Advance(Minute);

        Assert.Equal(1, (await store.ClaimAsync()).AbandonedRuns);
    }

    private Task<CommitResult[]> PauseAsync() => store.CommitAsync(new JobCommit
    {
        JobId = "job",
        Status = JobStatus.Paused,
        RaisesVersion = true,
        At = store.Time.Now,
        Details = new() { Pause = new PauseInfo(store.Time.Now, "anna", "why") },
    });

    private Task<CommitResult[]> AddPendingAsync(PendingRun run, string id = "job") =>
        store.CommitAsync(new JobCommit { JobId = id, At = store.Time.Now, Details = new() { Adds = run } });
}
