using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite.Tests;

public sealed class HistoryTests : IAsyncLifetime
{
    private TestStore store = null!;

    public async ValueTask InitializeAsync() => store = await TestStore.OpenAsync(configure: options => options.KeepRuns = 20);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Without_history_the_current_version_is_the_only_one()
    {
        var job = await store.AddAsync("job");
        await store.CommitAsync(store.Modify(job, """{"n":1}"""));

        Assert.Equal([2], (await store.HistoryAsync("job")).Select(version => version.Version));
    }

    [Fact]
    public async Task Decisions_are_kept_with_the_version_that_each_replaced()
    {
        await AddAsync(StateHistoryPolicy.Decisions);
        for (var run = 1; run <= 3; run++)
            await RunAsync($$"""{"n":{{run}}}""");
        await store.CommitAsync(store.Modify(await store.GetAsync("job"), """{"n":100}""", actor: "anna"));
        await RunAsync("""{"n":101}""");

        var history = await store.HistoryAsync("job");

        Assert.Equal([6, 5, 4, 1], history.Select(version => version.Version));
        Assert.Equal([StateChangeKind.RunSucceeded, StateChangeKind.Modified, StateChangeKind.RunSucceeded, StateChangeKind.Added], history.Select(version => version.Kind));
        Assert.Equal(["job#4", null, "job#3", null], history.Select(version => version.RunId));
        Assert.Equal("anna", history[1].Actor);
        Assert.Equal("""{"n":100}""", history[1].State.ToString());
    }

    [Fact]
    public async Task Only_so_many_decisions_are_kept()
    {
        await AddAsync(StateHistoryPolicy.Decisions with { Count = 3 });
        for (var n = 1; n <= 10; n++)
        {
            await store.CommitAsync(store.Modify(await store.GetAsync("job"), $$"""{"n":{{n}}}"""));
            await RunAsync($$"""{"n":{{n}},"run":true}""");
        }

        Assert.Equal([21, 20, 19, 18, 17, 16, 15], (await store.HistoryAsync("job")).Select(version => version.Version));
    }

    [Fact]
    public async Task The_last_versions_are_kept_whoever_wrote_them()
    {
        await AddAsync(StateHistoryPolicy.All(3));
        for (var run = 1; run <= 6; run++)
            await RunAsync($$"""{"n":{{run}}}""");

        Assert.Equal([7, 6, 5], (await store.HistoryAsync("job")).Select(version => version.Version));
    }

    [Fact]
    public async Task Versions_are_kept_for_some_time()
    {
        await AddAsync(StateHistoryPolicy.For(TimeSpan.FromMinutes(2.5)));
        for (var run = 1; run <= 6; run++)
            await RunAsync($$"""{"n":{{run}}}""");

        Assert.Equal([7, 6, 5], (await store.HistoryAsync("job")).Select(version => version.Version));
    }

    [Fact]
    public async Task The_history_of_one_job_has_at_most_16_MiB()
    {
        await AddAsync(StateHistoryPolicy.All(1000));
        for (var run = 1; run <= 40; run++)
            await RunAsync($$"""{"n":{{run}},"text":"{{new string('x', 900_000)}}"}""");

        var history = await store.HistoryAsync("job");

        Assert.InRange(history.Skip(1).Sum(version => (long)version.State.Utf8.Length), 14 << 20, HistoryRule.LongestHistory);
        Assert.Equal(41, history[0].Version);
    }

    [Fact]
    public async Task A_history_is_read_in_pages()
    {
        await AddAsync(StateHistoryPolicy.All(10));
        for (var run = 1; run <= 4; run++)
            await RunAsync($$"""{"n":{{run}}}""");

        var first = await store.Store.GetStateHistoryAsync("job", null, 2, TestContext.Current.CancellationToken);
        var second = await store.Store.GetStateHistoryAsync("job", first.Next, 2, TestContext.Current.CancellationToken);
        var third = await store.Store.GetStateHistoryAsync("job", second.Next, 2, TestContext.Current.CancellationToken);

        Assert.Equal([5, 4, 3, 2, 1], first.Items.Concat(second.Items).Concat(third.Items).Select(version => version.Version));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task A_removed_job_leaves_no_history()
    {
        await AddAsync(StateHistoryPolicy.All(10));
        await RunAsync("""{"n":1}""");
        await store.CommitAsync(new JobCommit { JobId = "job", Removes = true });

        Assert.Empty(await store.HistoryAsync("job"));
        Assert.Empty(await store.RunsAsync("job"));
        await store.AddAsync("job");
        Assert.Equal([1], (await store.HistoryAsync("job")).Select(version => version.Version));
        Assert.Empty(await store.RunsAsync("job"));
    }

    [Fact]
    public async Task Runs_are_kept_newest_first_up_to_their_number_with_error_and_result()
    {
        await store.AddAsync("job");
        for (var run = 1; run <= 50; run++)
            await RunAsync(null, run % 2 == 0 ? RunOutcome.Failed : RunOutcome.Succeeded);

        var runs = await store.RunsAsync("job");

        Assert.Equal(Enumerable.Range(31, 20).Reverse().Select(fence => (long)fence), runs.Select(run => run.Fence));
        Assert.Equal((RunOutcome.Failed, "boom", "42"), (runs[0].Outcome, runs[0].Error!.Message, runs[0].Result.ToString()));
        Assert.Equal(runs[0], (await store.GetAsync("job")).LastRun);
    }

    [Fact]
    public async Task Old_runs_are_dropped_but_the_last_one_stays()
    {
        await store.AddAsync("job");
        for (var run = 1; run <= 3; run++)
            await RunAsync(null);
        store.Time.Advance(TimeSpan.FromDays(8));

        Assert.Equal([3], (await store.RunsAsync("job")).Select(run => run.Fence));
        await store.SqlAsync("SELECT 1");
        await store.DoAsync(writer => Assert.Equal([ClosedRun.Unknown, ClosedRun.Ended], new[] { writer.Runs.Closed(writer.Jobs.Find("job")!, 2), writer.Runs.Closed(writer.Jobs.Find("job")!, 3) }));
    }

    [Fact]
    public async Task The_table_of_runs_stays_within_a_small_multiple_of_what_is_kept()
    {
        await store.AddAsync([.. Enumerable.Range(0, 10).Select(index => store.Job($"job{index}"))]);
        for (var round = 0; round < 300; round++)
        {
            var (_, claims) = await store.ClaimAllAsync();
            await store.CommitAsync([.. claims.Select(claim => store.End(claim))]);
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var rows = 0L;
        await store.DoAsync(writer =>
        {
            using var count = new Statement(writer.Connection, "SELECT count(*) FROM job_run");
            count.Start().Step();
            rows = count.Int64(0);
        });
        Assert.InRange(rows, 200, 3 * 200 + 512);
        Assert.Equal(20, (await store.RunsAsync("job7")).Length);
    }

    [Fact]
    public async Task Finished_jobs_are_removed_when_their_time_is_over_unless_code_declares_them()
    {
        await store.AddAsync("completed");
        await store.AddAsync("failed");
        await store.AddAsync("kept", plan: plan => plan with { Options = new JobOptions { KeepFinished = TimeSpan.FromDays(90) } });
        await store.AddAsync("declared", plan: plan => plan with { Declaration = "{}" });
        await store.AddAsync("paused");
        foreach (var id in new[] { "completed", "kept", "declared", "failed", "paused" })
        {
            var status = id switch { "failed" => JobStatus.Failed, "paused" => JobStatus.Paused, _ => JobStatus.Completed };
            await store.CommitAsync(new JobCommit { JobId = id, Status = status, At = store.Time.Now });
        }

        store.Time.Advance(TimeSpan.FromDays(2));
        await store.SqlAsync("SELECT 1");
        Assert.Equal(["declared", "failed", "kept", "paused"], await store.IdsAsync(JobQuery.All));

        store.Time.Advance(TimeSpan.FromDays(29));
        await store.SqlAsync("SELECT 1");
        Assert.Equal(["declared", "kept", "paused"], await store.IdsAsync(JobQuery.All));
    }

    private Task<ScheduledJob> AddAsync(StateHistoryPolicy policy) => store.AddAsync("job", plan: plan => plan with { History = policy });

    // One run a minute.
    private async Task RunAsync(string? state, RunOutcome outcome = RunOutcome.Succeeded)
    {
        var claim = await store.ClaimAsync();
        var end = store.End(claim, outcome, state);
        if (outcome == RunOutcome.Failed)
            end.Details = new() { Error = new RunError("E", "boom", null), Result = JobValue.Parse("42") };
        Assert.Equal(CommitStatus.Committed, (await store.CommitOneAsync(end)).Status);
        store.Time.Advance(TimeSpan.FromMinutes(1));
    }
}
