using System.Diagnostics;
using System.Globalization;
using Npgsql;
using StatefulScheduler.PrivatePostgreSql;

namespace StatefulScheduler.PostgreSql.Tests.Server;

public sealed class PrivateServerTests
{
    private readonly TestServer shared;

    public PrivateServerTests(TestServer shared)
    {
        TestServer.SkipWithoutPostgreSql();
        this.shared = shared;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_durable_unless_told_otherwise_and_its_databases_are_utf8()
    {
        await using var server = await PrivateServer.StartAsync(cancellationToken: Ct);

        Assert.Equal("on on on 200 UTF8 127.0.0.1", await ScalarAsync(server, "SELECT concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'), current_setting('max_connections'), current_setting('server_encoding'), current_setting('listen_addresses'))"));
    }

    [Fact]
    public void Its_programs_lie_together_in_one_folder() =>
        Assert.All(["initdb", "pg_ctl", "postgres", "psql"], program => Assert.True(File.Exists(Path.Combine(shared.Server.Binaries, program)), program));

    [Fact]
    public async Task Settings_win_over_its_own()
    {
        await using var server = await PrivateServer.StartAsync(
            new() { FullDurability = false, Settings = new Dictionary<string, string> { ["max_connections"] = "17", ["search_path"] = "it's, public" } },
            Ct);

        Assert.Equal("off 17 it's, public", await ScalarAsync(server, "SELECT concat_ws(' ', current_setting('fsync'), current_setting('max_connections'), current_setting('search_path'))"));
    }

    [Fact]
    public async Task What_was_committed_outlives_a_crash_of_the_server_which_comes_back_on_its_port()
    {
        await using var server = await PrivateServer.StartAsync(cancellationToken: Ct);
        await ScalarAsync(server, "CREATE TABLE book AS SELECT 7 AS id");
        var before = (server.Port, server.PostmasterId);

        await server.StopAsync(StopMode.Immediate, Ct);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(server, "SELECT 1"));
        await server.StartAgainAsync(Ct);

        Assert.Equal("7", await ScalarAsync(server, "SELECT id FROM book"));
        Assert.Equal(before.Port, server.Port);
        Assert.NotEqual(before.PostmasterId, server.PostmasterId);
        Assert.Contains("not properly shut down", server.ReadServerLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fast_stop_breaks_connections_off_and_leaves_nothing_to_recover()
    {
        await using var server = await PrivateServer.StartAsync(cancellationToken: Ct);
        await using var client = await ConnectAsync(server);

        await server.StopAsync(StopMode.Fast, Ct);
        await server.StartAgainAsync(Ct);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(client, "SELECT 1"));
        Assert.DoesNotContain("not properly shut down", server.ReadServerLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_smart_stop_waits_until_the_last_client_has_gone()
    {
        await using var server = await PrivateServer.StartAsync(new() { FullDurability = false }, Ct);
        await using var client = await ConnectAsync(server);

        var stop = server.StopAsync(StopMode.Smart, Ct);
        await Until.TrueAsync(() => server.ReadServerLog().Contains("received smart shutdown request", StringComparison.Ordinal), "the server hears of the stop");
        Assert.Equal("1", await ScalarAsync(client, "SELECT 1"));
        Assert.False(stop.IsCompleted);

        await client.CloseAsync();
        await stop;
    }

    [Fact]
    public async Task A_killed_backend_takes_all_connections_with_it_and_the_server_recovers()
    {
        await using var server = await PrivateServer.StartAsync(cancellationToken: Ct);
        await using var victim = await ConnectAsync(server);
        await using var other = await ConnectAsync(server);
        var postmaster = server.PostmasterId;

        await server.KillBackendAsync(victim.ProcessID, Ct);
        await server.ReadyAsync(Ct);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(victim, "SELECT 1"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(other, "SELECT 1"));
        Assert.Equal(postmaster, server.PostmasterId);
    }

    [Fact]
    public async Task A_process_that_is_no_backend_is_not_killed()
    {
        var server = shared.Server;

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => server.KillBackendAsync(Environment.ProcessId, Ct));

        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Databases_are_made_and_dropped_even_while_somebody_is_connected()
    {
        var server = shared.Server;
        var address = await server.CreateDatabaseAsync("my \"books\"", Ct);
        await using var client = new NpgsqlConnection(address + ";Pooling=false");
        await client.OpenAsync(Ct);

        await server.DropDatabaseAsync(address, Ct);
        await server.DropDatabaseAsync("my \"books\"", Ct);

        Assert.Equal("0", await ScalarAsync(server, "SELECT count(*) FROM pg_database WHERE datname LIKE 'my%'"));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_disposed_server()
    {
        var server = await PrivateServer.StartAsync(new() { FullDurability = false }, Ct);
        using var postmaster = Process.GetProcessById(server.PostmasterId);

        await server.DisposeAsync();
        await server.DisposeAsync();

        await Until.TrueAsync(() => postmaster.HasExited, "the server has ended"); // Its last act is to say so; then the system has to notice.
        Assert.False(Directory.Exists(server.DataFolder));
    }

    [Fact]
    public async Task A_folder_with_files_in_it_is_refused_and_stays()
    {
        var folder = Directory.CreateTempSubdirectory("sts-");
        var file = Path.Combine(folder.FullName, "thesis.txt");
        await File.WriteAllTextAsync(file, "mine", Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => PrivateServer.StartAsync(new() { DataFolder = folder.FullName }, Ct));

        Assert.True(File.Exists(file));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_that_does_not_start_says_why_and_leaves_nothing()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"sts-{Guid.NewGuid():N}");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            PrivateServer.StartAsync(new() { DataFolder = folder, Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" } }, Ct));

        Assert.Contains("unrecognized configuration parameter \"no_such_setting\"", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private static async Task<NpgsqlConnection> ConnectAsync(PrivateServer server)
    {
        var connection = new NpgsqlConnection(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync(Ct);
        return connection;
    }

    private static async Task<string?> ScalarAsync(PrivateServer server, string sql)
    {
        await using var connection = await ConnectAsync(server);
        return await ScalarAsync(connection, sql);
    }

    private static async Task<string?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The tests' own constants.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return Convert.ToString(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture);
    }
}
