using StatefulScheduler.PrivatePostgreSql;
using StatefulScheduler.Sqlite.Tests;
using StatefulScheduler.Testing;

namespace StatefulScheduler.PostgreSql.Tests.Keeping;

public sealed class MaintenanceTests(TestServer fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset Start = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly VirtualTimeProvider time = new(Start);

    [Fact]
    public async Task Of_eight_nodes_one_does_each_task()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync()));

        var done = await Task.WhenAll(nodes.Select(node => node.Maintenance.RunAsync(Ct)));

        Assert.Equal(4, done.Sum(tasks => tasks.Count));
        Assert.Equal(4, done.SelectMany(tasks => tasks).Distinct().Count());
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task A_task_is_done_again_after_its_interval_by_whoever_comes_first()
    {
        await using var a = await OpenAsync();
        await using var b = await OpenAsync();
        await a.Maintenance.RunAsync(Ct);

        Assert.Empty(await a.Maintenance.RunAsync(Ct));
        Assert.Empty(await b.Maintenance.RunAsync(Ct));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["finished jobs", "receipts"], await b.Maintenance.RunAsync(Ct));
        Assert.Empty(await a.Maintenance.RunAsync(Ct));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_stop_maintenance()
    {
        await using var node = await OpenAsync();
        await node.Maintenance.RunAsync(Ct);

        time.Jump(TimeSpan.FromDays(-30));

        Assert.Equal(4, (await node.Maintenance.RunAsync(Ct)).Count);
    }

    [Fact]
    public async Task A_turn_whose_answer_was_lost_is_known_again()
    {
        var losing = false;
        await using var node = await OneNode.OpenAsync(Address, new() { UsesSchedulerTime = true, Listens = false, LosesAnswer = attempt => losing && attempt == 1 }, time);

        losing = true;

        Assert.Equal(4, (await node.Maintenance.RunAsync(Ct)).Count);
    }

    [Fact]
    public async Task Finished_jobs_go_when_their_time_has_come_and_none_before()
    {
        await using var node = await OpenAsync();
        await node.AddAsync([.. Enumerable.Range(0, 510).Select(index => OneNode.Job($"job-{index}", Start))]);
        var at = Start.AddMinutes(1).UtcTicks;
        await ExecuteAsync($"""
            UPDATE stateful_scheduler.job j SET prune_at = CASE p.key WHEN 'job-7' THEN {at + 1} WHEN 'job-8' THEN NULL ELSE {at} END
            FROM stateful_scheduler.job_plan p WHERE p.job = j.id
            """);

        time.Advance(TimeSpan.FromMinutes(1));
        await node.Maintenance.RunAsync(Ct);

        Assert.Equal("job-7 job-8", await ScalarAsync<string>("SELECT string_agg(key, ' ' ORDER BY key) FROM stateful_scheduler.job_plan"));
    }

    [Fact]
    public async Task Receipts_go_after_an_hour()
    {
        await using var node = await OpenAsync();
        await ExecuteAsync("""
            INSERT INTO stateful_scheduler.receipt(token, at, answers) SELECT gen_random_uuid(), now() - interval '61 minutes', '' FROM generate_series(1, 6000);
            INSERT INTO stateful_scheduler.receipt(token, at, answers) VALUES (gen_random_uuid(), now() - interval '50 minutes', '')
            """);

        await node.Maintenance.RunAsync(Ct);

        Assert.Equal(1, await ScalarAsync<long>("SELECT count(*) FROM stateful_scheduler.receipt"));
    }

    [Fact]
    public async Task In_real_time_it_goes_on_by_itself()
    {
        await using var node = await OneNode.OpenAsync(Address);

        await Until.TrueAsync(async () => await ScalarAsync<long>("SELECT count(*) FROM stateful_scheduler.maintenance") == 4, "each task has been done once");
    }

    [Fact]
    public async Task A_lost_server_is_said_once_and_survived()
    {
        await using var server = await PrivateServer.StartAsync(new() { FullDurability = false }, Ct);
        var log = new RecordingLogger();
        await using var node = await OneNode.OpenAsync(server.ConnectionString(), new() { UsesSchedulerTime = true, Listens = false, CallTimeout = TimeSpan.FromSeconds(1) }, time, log);
        await server.StopAsync(StopMode.Immediate, Ct);

        Assert.Empty(await node.Maintenance.RunAsync(Ct));
        Assert.Empty(await node.Maintenance.RunAsync(Ct));
        Assert.Single(log.Lines, line => line.Contains("maintenance of receipts failed", StringComparison.Ordinal));
        await server.StartAgainAsync(Ct);

        Assert.Equal(4, (await node.Maintenance.RunAsync(Ct)).Count);
    }

    private Task<OneNode> OpenAsync() => OneNode.OpenAsync(Address, new() { UsesSchedulerTime = true, Listens = false, MaxConnections = 4 }, time);
}
