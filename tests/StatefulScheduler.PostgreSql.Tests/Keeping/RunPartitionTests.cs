using StatefulScheduler.Sqlite.Tests;
using StatefulScheduler.Testing;

namespace StatefulScheduler.PostgreSql.Tests.Keeping;

public sealed class RunPartitionTests(TestServer fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset Start = new(2030, 5, 1, 22, 0, 0, TimeSpan.Zero);

    private readonly VirtualTimeProvider time = new(Start);

    [Fact]
    public async Task There_are_partitions_for_today_and_the_days_after_it()
    {
        await using var node = await OpenAsync();
        Assert.Equal("job_run_20300501 job_run_20300502 job_run_20300503 job_run_20300504 job_run_other", await PartitionsAsync());

        time.Advance(TimeSpan.FromDays(1));
        await node.Maintenance.RunAsync(Ct);

        Assert.Equal("job_run_20300501 job_run_20300502 job_run_20300503 job_run_20300504 job_run_20300505 job_run_other", await PartitionsAsync());
    }

    [Fact]
    public async Task A_run_stands_in_the_partition_of_the_day_it_ended_at()
    {
        await using var node = await OpenAsync();
        await node.AddAsync("x", Start);

        await node.RunDueAsync(TimeSpan.FromHours(2));
        time.Advance(TimeSpan.FromHours(2)); // Midnight: the day's first instant.
        await node.RunDueAsync(TimeSpan.FromHours(1));

        Assert.Equal("job_run_20300501:1 job_run_20300502:1", await RowsAsync());
    }

    [Fact]
    public async Task Partitions_that_are_old_are_dropped_but_the_last_run_of_each_job_stays()
    {
        await using var node = await OpenAsync();
        await node.AddAsync("idle", Start);
        await node.RunDueAsync(TimeSpan.FromDays(20));
        var last = (await node.FindAsync("idle"))!.LastRun;
        await node.AddAsync("busy", Start);
        await node.RunDueAsync(TimeSpan.FromDays(1));
        time.Advance(TimeSpan.FromDays(1));
        await node.RunDueAsync(TimeSpan.FromDays(30));

        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromHours(22) - TimeSpan.FromTicks(1)); // The first of May still has a tick to be shown.
        await node.Maintenance.RunAsync(Ct);
        Assert.Equal("job_run_20300501:2 job_run_20300502:1", await RowsAsync());
        time.Advance(TimeSpan.FromHours(1));
        await node.Maintenance.RunAsync(Ct);

        Assert.Equal("job_run_20300502:1 job_run_other:1", await RowsAsync());
        Assert.NotNull(last);
        Assert.Equal(last, (await node.FindAsync("idle"))!.LastRun);
    }

    [Fact]
    public async Task All_that_are_old_go_in_one_round()
    {
        await using var node = await OpenAsync();

        time.Advance(TimeSpan.FromDays(30));
        await node.Maintenance.RunAsync(Ct);

        Assert.Equal("job_run_20300531 job_run_20300601 job_run_20300602 job_run_20300603 job_run_other", await PartitionsAsync());
    }

    [Fact]
    public async Task Runs_that_ended_before_their_day_had_a_partition_move_there()
    {
        await using var node = await OpenAsync();
        await node.AddAsync("x", Start);
        time.Advance(TimeSpan.FromDays(6));
        await node.RunDueAsync(TimeSpan.FromHours(1));
        Assert.Equal("job_run_other:1", await RowsAsync());
        var last = (await node.FindAsync("x"))!.LastRun;

        await node.Maintenance.RunAsync(Ct);

        Assert.Equal("job_run_20300507:1", await RowsAsync());
        Assert.NotNull(last);
        Assert.Equal(last, (await node.FindAsync("x"))!.LastRun);
    }

    [Fact]
    public async Task A_day_with_too_many_of_them_is_left_as_it_is()
    {
        await using var node = await OpenAsync();
        time.Advance(TimeSpan.FromDays(6));
        await ExecuteAsync($"INSERT INTO stateful_scheduler.job_run(job, fence, scheduled_at, attempt, outcome, taken_over, ended_at) SELECT 1, i, 0, 1, 0, false, {time.GetUtcNow().UtcTicks} FROM generate_series(1, 10001) AS i");

        await node.Maintenance.RunAsync(Ct);

        Assert.Equal("job_run_other:10001", await RowsAsync());
        Assert.Contains("job_run_20300508", await PartitionsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_partitions_cannot_be_made_runs_are_kept_and_removed_all_the_same()
    {
        var log = new RecordingLogger();
        await using (await OpenAsync())
        {
            // Somebody else's table is in the way of the first day that is made.
        }

        time.Advance(TimeSpan.FromDays(10));
        await ExecuteAsync("CREATE TABLE stateful_scheduler.job_run_20300511(mine text)");
        await using var node = await OpenAsync(log);
        await node.AddAsync("x", time.GetUtcNow());
        await node.RunDueAsync(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromHours(1));
        await node.RunDueAsync(TimeSpan.FromDays(100));
        Assert.Equal("job_run_other:2", await RowsAsync());

        time.Advance(TimeSpan.FromDays(8));
        await ExecuteAsync("CREATE TABLE stateful_scheduler.job_run_20300519(mine text)");
        await node.Maintenance.RunAsync(Ct);

        Assert.Equal("job_run_other:1", await RowsAsync()); // The last one of its job.
        Assert.NotNull((await node.FindAsync("x"))!.LastRun);
        Assert.Single(log.Lines, line => line.Contains("maintenance of partitions of ended runs failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_reads_runs_for_long_is_not_waited_for_and_holds_nobody_up()
    {
        await using var node = await OpenAsync();
        await node.AddAsync("x", Start);
        time.Advance(TimeSpan.FromDays(30));
        await using var reader = await Open().ConnectAsync(Ct);
        await using var transaction = await reader.BeginTransactionAsync(Ct);
        await ScalarAsync<long>(reader, "SELECT count(*) FROM stateful_scheduler.job_run");

        var round = node.Maintenance.RunAsync(Ct);
        await node.RunDueAsync(TimeSpan.FromHours(1));
        Assert.DoesNotContain("partitions of ended runs", await round);
        await transaction.RollbackAsync(Ct);

        Assert.Contains("partitions of ended runs", await node.Maintenance.RunAsync(Ct)); // At the next opportunity, not an hour later.
        Assert.Equal("job_run_20300531:1", await RowsAsync());
    }

    [Fact]
    public async Task Runs_without_a_partition_are_walked_through_in_pieces()
    {
        await using var node = await OpenAsync();
        await node.AddAsync("x", Start);
        var old = Start.AddDays(-40).UtcTicks;
        await ExecuteAsync($"""
            INSERT INTO stateful_scheduler.job_run(job, fence, scheduled_at, attempt, outcome, taken_over, ended_at) SELECT i % 7, i, 0, 1, 0, false, {old} FROM generate_series(1, 12000) AS i;
            UPDATE stateful_scheduler.job SET last_fence = 5000, last_run = {old};
            INSERT INTO stateful_scheduler.job_run(job, fence, scheduled_at, attempt, outcome, taken_over, ended_at) SELECT id, last_fence, 0, 1, 0, false, last_run FROM stateful_scheduler.job ON CONFLICT DO NOTHING;
            INSERT INTO stateful_scheduler.job_run(job, fence, scheduled_at, attempt, outcome, taken_over, ended_at) VALUES (1000, 1, 0, 1, 0, false, {Start.AddDays(-6).UtcTicks})
            """);

        await node.Maintenance.RunAsync(Ct);

        Assert.Equal("job_run_other:2", await RowsAsync());
    }

    private Task<OneNode> OpenAsync(RecordingLogger? log = null) => OneNode.OpenAsync(Address, new() { UsesSchedulerTime = true, Listens = false }, time, log);

    private async Task<string> PartitionsAsync() =>
        await ScalarAsync<string>("SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'stateful_scheduler.job_run'::regclass");

    private async Task<string> RowsAsync() =>
        await ScalarAsync<string>("SELECT string_agg(name || ':' || n, ' ' ORDER BY name) FROM (SELECT c.relname AS name, count(*) AS n FROM stateful_scheduler.job_run r JOIN pg_class c ON c.oid = r.tableoid GROUP BY c.relname) AS x");
}
