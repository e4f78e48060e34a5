using Npgsql;
using StatefulScheduler.PrivatePostgreSql;
using StatefulScheduler.Sqlite.Tests;

namespace StatefulScheduler.PostgreSql.Tests.Waking;

public sealed class ListenerTests(TestServer fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_listener_whose_connection_was_killed_comes_back_and_has_the_node_look()
    {
        await using var a = await OneNode.OpenAsync(Address);
        await using var b = await OneNode.OpenAsync(Address);
        await Until.TrueAsync(() => b.Poller.Interval == TimeSpan.FromHours(1), "b hears");
        var before = b.Wakes;

        await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");

        await Until.TrueAsync(() => b.Wakes > before, "b looks for what it has not heard");
        await b.RunDueAsync(TimeSpan.FromHours(1));
        before = b.Wakes;
        await a.AddAsync("x", Past);
        await Until.TrueAsync(() => b.Wakes > before, "b hears of the job");
    }

    [Fact]
    public async Task Where_notifications_are_swallowed_the_node_looks_often_until_they_arrive_again()
    {
        await using var pooler = new SilencingProxy(Server.Port) { SwallowsNotifications = true };
        var log = new RecordingLogger();
        await using var node = await OneNode.OpenAsync(Through(pooler), Impatient(), logger: log);

        await Until.TrueAsync(() => log.Lines.Any(line => line.Contains("do not arrive", StringComparison.Ordinal)), "it notices");
        var before = node.Wakes;
        await Until.TrueAsync(() => node.Wakes >= before + 5, "it looks again and again");
        pooler.SwallowsNotifications = false;

        await Until.TrueAsync(() => node.Poller.Interval == TimeSpan.FromHours(1), "it trusts them again");
        Assert.Single(log.Lines, line => line.Contains("do not arrive", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("arrive again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_has_gone_dead_without_a_word_is_noticed_and_replaced()
    {
        await using var network = new SilencingProxy(Server.Port);
        await using var node = await OneNode.OpenAsync(Through(network), Impatient());
        await Until.TrueAsync(() => node.Poller.Interval == TimeSpan.FromHours(1), "it hears");
        var attempts = node.Listener.Attempts;

        network.SwallowsAll = true;
        await Until.TrueAsync(() => node.Poller.Interval < TimeSpan.FromHours(1), "it notices");
        network.SwallowsAll = false;

        await Until.TrueAsync(() => node.Poller.Interval == TimeSpan.FromHours(1), "it hears again");
        Assert.True(node.Listener.Attempts > attempts);
    }

    [Fact]
    public async Task A_node_that_does_not_listen_looks_often()
    {
        await using var node = await OneNode.OpenAsync(Address, new() { Listens = false, PollInterval = TimeSpan.FromHours(1), PollIntervalWithoutNotifications = TimeSpan.FromMilliseconds(10) });

        await Until.TrueAsync(() => node.Wakes >= 5, "it looks again and again");

        Assert.Null(node.Store.Open.Listener);
        Assert.Equal(0, await ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{Name}' AND query LIKE 'LISTEN%'"));
    }

    [Fact]
    public async Task In_virtual_time_a_node_does_not_look_by_itself_but_hears()
    {
        await using var a = await OneNode.OpenAsync(Address, new() { UsesSchedulerTime = true });
        await using var b = await OneNode.OpenAsync(Address, new() { UsesSchedulerTime = true });
        Assert.Null(b.Store.Open.Poller);
        Assert.Equal(0, b.Wakes);

        await a.AddAsync("x", Past.AddYears(1000));

        await Until.TrueAsync(() => b.Wakes == 1, "b is woken once");
    }

    [Fact]
    public async Task While_the_server_is_away_it_is_asked_ever_less_often_and_found_when_it_is_back()
    {
        await using var server = await PrivateServer.StartAsync(new() { FullDurability = false }, Ct);
        await using var node = await OneNode.OpenAsync(server.ConnectionString(), new() { PollInterval = TimeSpan.FromHours(1), CallTimeout = TimeSpan.FromSeconds(1) });
        await Until.TrueAsync(() => node.Poller.Interval == TimeSpan.FromHours(1), "it hears");
        var attempts = node.Listener.Attempts;

        await server.StopAsync(StopMode.Immediate, Ct);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.AddAsync("x", Past));
        await Until.TrueAsync(() => node.Listener.Attempts > attempts + 1, "it tries again");
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.Delay(TimeSpan.FromSeconds(3), Ct); // Real time is what this is about.
        Assert.InRange(node.Listener.Attempts - attempts, 2, 9); // 0.1 + 0.2 + 0.4 + 0.8 + 1.6 s, give or take.
        Assert.InRange(Environment.CpuUsage.TotalTime - cpu, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await server.StartAgainAsync(Ct);

        await Until.TrueAsync(() => node.Poller.Interval == TimeSpan.FromHours(1), "it hears again");
        await node.AddAsync("x", Past);
    }

    [Fact]
    public async Task Closing_does_not_wait_for_a_server_that_does_not_answer()
    {
        await using var network = new SilencingProxy(Server.Port);
        var node = await OneNode.OpenAsync(Through(network), Impatient());
        network.SwallowsAll = true;
        var began = TimeProvider.System.GetTimestamp();

        node.Store.Open.Parts.Announcer.Announce(1);
        await node.DisposeAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static PostgreSqlStoreOptions Impatient() => new()
    {
        PollInterval = TimeSpan.FromHours(1),
        PollIntervalWithoutNotifications = TimeSpan.FromMilliseconds(20),
        PingInterval = TimeSpan.FromMilliseconds(50),
        EchoTimeout = TimeSpan.FromMilliseconds(200),
        CallTimeout = TimeSpan.FromSeconds(1),
    };

    private string Through(SilencingProxy proxy) => new NpgsqlConnectionStringBuilder(Address) { Port = proxy.Port, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable }.ConnectionString;
}
