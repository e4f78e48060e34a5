using Npgsql;
using StatefulScheduler.Persistence;
using StatefulScheduler.PrivatePostgreSql;
using StatefulScheduler.Sqlite.Tests;

namespace StatefulScheduler.PostgreSql.Tests.Opening;

public sealed class OpeningTests(TestServer fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Sixteen_nodes_may_open_an_empty_database_at_once()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => OneNode.OpenAsync(Address, new() { MaxConnections = 2 })));

        await nodes[0].AddAsync("x", Past);
        Assert.NotNull(await nodes[15].FindAsync("x"));
        Assert.Equal(1, await ScalarAsync<long>("SELECT count(*) FROM stateful_scheduler.schema_version"));
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_left_on_the_server_by_a_closed_store()
    {
        var node = await OneNode.OpenAsync(Address);
        await node.AddAsync("x", Past);

        await node.DisposeAsync();

        await Until.TrueAsync(async () => await ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{Name}' AND application_name = 'StatefulScheduler'") == 0, "its connections are closed");
    }

    [Fact]
    public async Task A_server_that_starts_late_is_waited_for()
    {
        await using var server = await PrivateServer.StartAsync(new() { FullDurability = false }, Ct);
        await server.StopAsync(StopMode.Fast, Ct);
        var log = new RecordingLogger();

        var opening = OneNode.OpenAsync(server.ConnectionString(), logger: log);
        await Until.TrueAsync(() => !log.Lines.IsEmpty, "it waits");
        Assert.False(opening.IsCompleted);
        await server.StartAgainAsync(Ct);

        await using var node = await opening;
        await node.AddAsync("x", Past);
    }

    [Fact]
    public async Task A_server_that_does_not_come_is_not_waited_for_longer_than_said()
    {
        var log = new RecordingLogger();
        var began = TimeProvider.System.GetTimestamp();

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            OneNode.OpenAsync($"Host=127.0.0.1;Port={UnusedPort.Find()};Database=shop;Username=anna", new() { StartWait = TimeSpan.FromSeconds(1) }, logger: log));

        Assert.Contains("the server cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(5));
        Assert.InRange(log.Lines.Count, 2, 8); // 50, 100, 200, … ms: it does not spin.
    }

    [Fact]
    public async Task A_wait_for_a_server_can_be_broken_off()
    {
        using var cancellation = new CancellationTokenSource();
        var store = new PostgreSqlJobStore($"Host=127.0.0.1;Port={UnusedPort.Find()};Database=shop;Username=anna", new());
        var log = new RecordingLogger();
        var opening = store.InitializeAsync(new() { StoreName = "default", Node = "n", Time = TimeProvider.System, Serializer = OneNode.Serializer, Logger = log }, cancellation.Token).AsTask();
        await Until.TrueAsync(() => !log.Lines.IsEmpty, "it waits");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_wrong_password_and_a_database_that_is_not_there_are_refused_at_once()
    {
        await using var server = await PrivateServer.StartAsync(new() { FullDurability = false }, Ct);
        await RunAsync(server.ConnectionString(), "CREATE ROLE anna LOGIN PASSWORD 'right'");
        await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "pg_hba.conf"), "host all anna 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n", Ct);
        await RunAsync(server.ConnectionString(), "SELECT pg_reload_conf()");
        await Until.TrueAsync(async () => await RefusalAsync($"{server.ConnectionString()};Username=anna;Password=wrong") is { } refusal && refusal.Contains("does not accept the password", StringComparison.Ordinal), "the password is refused");

        Assert.Contains("the server wants a password", await RefusalAsync($"{server.ConnectionString()};Username=anna"), StringComparison.Ordinal);
        Assert.Contains("no such database", await RefusalAsync(server.ConnectionString("nowhere")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_missing_and_may_not_be_created_is_refused_with_what_to_do()
    {
        await RoleAsync("REVOKE ALL ON DATABASE {0} FROM PUBLIC; GRANT CONNECT ON DATABASE {0} TO {1}");

        var refusal = await RefusalAsync(As());

        Assert.Contains($"GRANT CREATE ON DATABASE {Name} TO {Role}", refusal, StringComparison.Ordinal);
        Assert.Contains($"CREATE SCHEMA \"stateful_scheduler\" AUTHORIZATION {Role}", refusal, StringComparison.Ordinal);
        await RunAsync(Address, $"GRANT CREATE ON DATABASE {Name} TO {Role}");
        await using var node = await OneNode.OpenAsync(As());
    }

    [Fact]
    public async Task A_schema_that_exists_is_enough_where_its_tables_may_be_created()
    {
        await RoleAsync("CREATE SCHEMA stateful_scheduler");
        Assert.Contains($"GRANT USAGE ON SCHEMA \"stateful_scheduler\" TO {Role}.", await RefusalAsync(As()), StringComparison.Ordinal);
        await RunAsync(Address, $"GRANT USAGE ON SCHEMA stateful_scheduler TO {Role}");
        Assert.Contains($"GRANT CREATE ON SCHEMA \"stateful_scheduler\" TO {Role}.", await RefusalAsync(As()), StringComparison.Ordinal);
        await RunAsync(Address, $"GRANT CREATE ON SCHEMA stateful_scheduler TO {Role}");

        await using var node = await OneNode.OpenAsync(As());

        await node.AddAsync("x", Past);
    }

    [Fact]
    public async Task A_user_who_may_only_read_and_write_the_tables_is_enough_where_they_exist()
    {
        await using (var owner = await OneNode.OpenAsync(Address))
            await owner.AddAsync("x", Past);
        await RoleAsync($"GRANT USAGE ON SCHEMA stateful_scheduler TO {Role}");
        Assert.Contains($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \"stateful_scheduler\" TO {Role}", await RefusalAsync(As()), StringComparison.Ordinal);
        await RunAsync(Address, $"GRANT SELECT ON ALL TABLES IN SCHEMA stateful_scheduler TO {Role}");
        Assert.Contains("may not read and write all of its tables", await RefusalAsync(As()), StringComparison.Ordinal);
        await RunAsync(Address, $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA stateful_scheduler TO {Role}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA stateful_scheduler TO {Role}");

        await using var node = await OneNode.OpenAsync(As());

        await node.RunDueAsync(TimeSpan.FromHours(1));
        await node.AddAsync("y", Past);
        Assert.NotNull((await node.FindAsync("x"))!.LastRun);
    }

    [Fact]
    public async Task Connections_that_may_only_read_are_refused()
    {
        var refusal = await RefusalAsync($"{Address};Options=-c default_transaction_read_only=on");

        Assert.Contains("default_transaction_read_only", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_schema_is_accepted_where_it_does_no_harm_and_refused_where_it_may()
    {
        await using (await OneNode.OpenAsync(Address))
            await ExecuteAsync("INSERT INTO stateful_scheduler.schema_version SELECT component, 1000, 'an index', 'x', 0, applied_at FROM stateful_scheduler.schema_version LIMIT 1");
        await using (await OneNode.OpenAsync(Address))
            await ExecuteAsync("INSERT INTO stateful_scheduler.schema_version SELECT component, 1001, 'another world', 'y', 1, applied_at FROM stateful_scheduler.schema_version LIMIT 1");

        Assert.Contains("Run the newer program", await RefusalAsync(Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_a_call_does_not_hold_for_migrations()
    {
        var options = new PostgreSqlStoreOptions { CallTimeout = TimeSpan.FromSeconds(3), MigrationTimeout = TimeSpan.FromMinutes(2) };
        var databases = StoreDatabases.Open($"{Address};Command Timeout=1", options);

        Assert.Equal("3s 2s", await LimitsAsync(databases.Calls));
        Assert.Equal("2min 2min", await LimitsAsync(databases.Migrating));
        await using var connection = await databases.Migrating.ConnectAsync(Ct);
        Assert.Equal(120, ((NpgsqlConnection)connection).CommandTimeout);
    }

    private string Role => $"r{Name}";

    private static async Task<string> LimitsAsync(Database database)
    {
        await using var connection = await database.ConnectAsync(Ct);
        return await ScalarAsync<string>(connection, "SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout')");
    }

    private static async Task<string> RefusalAsync(string address)
    {
        var began = TimeProvider.System.GetTimestamp();
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => OneNode.OpenAsync(address));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10)); // Not waited for, which would be 30 s.
        return refusal.Message;
    }

    // {0} is the database, {1} the new user.
    private async Task RoleAsync(string sql) =>
        await RunAsync(Address, $"CREATE ROLE {Role} LOGIN; {string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, Name, Role)}");

    private string As() => $"{Address};Username={Role}";

    private static async Task RunAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection($"{address};Pooling=false");
        await connection.OpenAsync(Ct);
#pragma warning disable CA2100 // The tests' own constants.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Ct);
    }
}
