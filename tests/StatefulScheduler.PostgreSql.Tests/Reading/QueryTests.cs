namespace StatefulScheduler.PostgreSql.Tests.Reading;

// What the shared promises do not say about reading: which ids a prefix has, whose order it is, and which runs are shown.
public sealed class QueryTests(TestServer fixture) : DatabaseTest(fixture)
{
    [Fact]
    public async Task Ids_are_ordered_by_code_points_and_a_prefix_ends_where_its_last_character_does()
    {
        await using var jobs = await StartAsync();
        foreach (var id in (string[])["中1", "中\U0010FFFF", "丮", "\uD7FF1", "\uE000", "\U0001D11E", "b_x", "b%", "bx", "B"])
            await jobs.AddAsync(id);

        Assert.Equal("B b% b_x bx 中1 中\U0010FFFF 丮 \uD7FF1 \uE000 \U0001D11E", await jobs.IdsAsync(JobQuery.All));
        Assert.Equal("中1 中\U0010FFFF", await jobs.IdsAsync(new() { IdPrefix = "中" }));
        Assert.Equal("中\U0010FFFF", await jobs.IdsAsync(new() { IdPrefix = "中\U0010FFFF" }));
        Assert.Equal("\uD7FF1", await jobs.IdsAsync(new() { IdPrefix = "\uD7FF" }));
        Assert.Equal("b_x", await jobs.IdsAsync(new() { IdPrefix = "b_" }));
        Assert.Equal(string.Empty, await jobs.IdsAsync(new() { IdPrefix = "\U0010FFFF" }));
        Assert.Equal(4, await jobs.Jobs.CountJobsAsync(new() { IdPrefix = "b" }, Ct) + await jobs.Jobs.CountJobsAsync(new() { IdPrefix = "B" }, Ct));
    }

    [Theory]
    [InlineData("$.")]
    [InlineData("$.a[x]")]
    [InlineData("$.a['b'")]
    public async Task A_path_that_is_none_is_refused(string path)
    {
        await using var jobs = await StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => jobs.IdsAsync(new() { State = [new StateFilter(path, StateComparison.Exists)] }));
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("MCwwLCxhMQ")]
    public async Task A_place_of_another_query_is_refused(string after)
    {
        await using var jobs = await StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => jobs.IdsAsync(new() { OrderBy = JobOrder.NextFireAt, After = after }));
    }

    // Fences 1 to 10, a day apart, the last one today; 9 was given back. Shown are 5 fences and 3 days; the last that ended is 4.
    [Theory]
    [InlineData(5, 30, 4, "10,8,7,6,4")]
    [InlineData(100, 3, 4, "10,8,4")]
    [InlineData(100, 30, 10, "10,8,7,6,5,4,3,2,1")]
    [InlineData(1, 1, 10, "10")]
    public async Task Runs_are_shown_while_they_are_few_and_young_and_the_last_one_always(int count, int days, int last, string expected)
    {
        await using var jobs = await StartAsync(options => (options.KeepRuns, options.KeepRunsFor) = (count, TimeSpan.FromDays(days)));
        await jobs.AddAsync("a");
        await ExecuteAsync($"""
            SET search_path = stateful_scheduler;
            INSERT INTO job_run(job, fence, scheduled_at, attempt, outcome, taken_over, started_at, ended_at)
              SELECT j.id, f, 0, 1, CASE f WHEN 9 THEN {(int)RunOutcome.Pending} ELSE {(int)RunOutcome.Succeeded} END, false, 0,
                (extract(epoch FROM now() - make_interval(days => 10 - f, mins => 1)) * 10000000)::bigint + 621355968000000000
              FROM job j, generate_series(1, 10) AS f;
            UPDATE job SET fence = 10, last_fence = {last}, last_run = (SELECT ended_at FROM job_run WHERE fence = {last});
            """);

        foreach (var pageSize in (int[])[1, 2, 10_000])
        {
            var fences = new List<long>();
            string? after = null;
            do
            {
                var page = await jobs.Jobs.GetRunsAsync("a", after, pageSize, Ct);
                fences.AddRange(page.Items.Select(run => run.Fence));
                after = page.Next;
            }
            while (after is not null);
            Assert.Equal(expected, string.Join(',', fences));
        }
    }

    private Task<PausedScheduler> StartAsync(Action<PostgreSqlStoreOptions>? configure = null) => PausedScheduler.StartAsync(builder => builder.UsePostgreSql(Address, configure));
}
