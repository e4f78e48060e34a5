using Npgsql;
using StatefulScheduler.Persistence;
using StatefulScheduler.PrivatePostgreSql;

namespace StatefulScheduler.PostgreSql.Tests.Persistence;

public sealed class ExplanationTests(TestServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task A_server_that_is_not_there()
    {
        var error = await RefusedAsync($"Host=127.0.0.1;Port={UnusedPort.Find()};Database=shop;Username=anna;Password=hunter2");

        AssertSays(error, "cannot be reached", "Check that it runs");
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_nobody_knows() =>
        AssertSays(await RefusedAsync("Host=nowhere.invalid;Database=shop;Username=anna"), "cannot be reached", "host and port");

    [Fact]
    public async Task A_server_that_never_answers()
    {
        using var silent = new FakeServer(version: null);

        AssertSays(await RefusedAsync(silent.Address, new() { ConnectTimeout = TimeSpan.FromSeconds(1) }), "did not answer in time", "give it longer");
    }

    [Fact]
    public async Task A_server_that_is_too_old()
    {
        using var old = new FakeServer("12.22");

        AssertSays(await RefusedAsync(old.Address), "PostgreSQL 12.22", "13 or later", "Upgrade");
    }

    [Fact]
    public async Task A_server_that_is_old_enough()
    {
        using var thirteen = new FakeServer("13.0");

        await using var connection = await Database.Open(PostgreSqlProvider.Instance, thirteen.Address).ConnectAsync(Ct);
        Assert.Equal("13.0", connection.ServerVersion);
    }

    [Theory]
    [InlineData("SQL_ASCII")]
    [InlineData("LATIN1")]
    public async Task A_database_that_cannot_hold_every_text(string encoding)
    {
        var name = $"other_{encoding.ToLowerInvariant()}";
        await ExecuteAsync($"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0");

        AssertSays(await RefusedAsync(Server.ConnectionString(name)), $"is in {encoding}", "ENCODING 'UTF8'");

        await Server.DropDatabaseAsync(name, Ct);
    }

    [Fact]
    public async Task A_database_that_is_not_there() =>
        AssertSays(await RefusedAsync(Server.ConnectionString("nowhere")), "\"nowhere\" does not exist", "CREATE DATABASE");

    [Fact]
    public async Task A_user_that_is_not_there() =>
        AssertSays(await RefusedAsync($"{Address};Username=nobody"), "\"nobody\" does not exist", "pg_hba.conf");

    [Fact]
    public async Task A_wrong_password()
    {
        await using var guarded = await PrivateServer.StartAsync(new() { FullDurability = false }, Ct);
        await using (var connection = await Database.Open(PostgreSqlProvider.Instance, guarded.ConnectionString()).ConnectAsync(Ct))
            await ScalarAsync<string>(connection, "CREATE ROLE anna LOGIN PASSWORD 'hunter2'; SELECT 'made'");
        await guarded.StopAsync(StopMode.Fast, Ct);
        await File.WriteAllTextAsync(Path.Combine(guarded.DataFolder, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n", Ct);
        await guarded.StartAgainAsync(Ct);

        AssertSays(await RefusedAsync(guarded.Url().Replace("postgres@", "anna:hunter3@", StringComparison.Ordinal)), "does not accept the password", ".pgpass");
        AssertSays(await RefusedAsync(guarded.Url().Replace("postgres@", "anna@", StringComparison.Ordinal)), "wants a password", ".pgpass");
        await using var right = await Database.Open(PostgreSqlProvider.Instance, guarded.Url().Replace("postgres@", "anna:hunter2@", StringComparison.Ordinal)).ConnectAsync(Ct);
        Assert.Equal("anna", await ScalarAsync<string>(right, "SELECT current_user::text"));
    }

    [Fact]
    public async Task A_user_who_may_not_connect()
    {
        await ExecuteAsync($"DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN; REVOKE CONNECT ON DATABASE {Name} FROM PUBLIC");

        AssertSays(await RefusedAsync($"{Address};Username=guest"), "lacks a right", "GRANT");
    }

    [Fact]
    public async Task A_user_who_may_not_make_tables()
    {
        await ExecuteAsync("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            Open(more: "Username=reader").MigrateAsync(new Migrations("shop", new Migration(1, "books", "CREATE TABLE book(id int)")), Ct).AsTask());

        AssertSays(error, "lacks a right", "public", "CREATE on the schema");
    }

    [Theory]
    [InlineData(PostgresErrorCodes.TooManyConnections, "pool smaller")]
    [InlineData(PostgresErrorCodes.DiskFull, "Make room")]
    [InlineData(PostgresErrorCodes.CannotConnectNow, "Try again")]
    [InlineData(PostgresErrorCodes.AdminShutdown, "Try again")]
    [InlineData(PostgresErrorCodes.CrashShutdown, "Try again")]
    public void What_no_test_can_bring_about_quickly(string code, string whatToDo) =>
        AssertSays(PostgreSqlProvider.Instance.Explain("shop", new PostgresException("what the server said", "FATAL", "FATAL", code))!, "what the server said", whatToDo);

    [Fact]
    public void What_nobody_knows_better_than_the_server() =>
        Assert.Null(PostgreSqlProvider.Instance.Explain("shop", new PostgresException("syntax error", "ERROR", "ERROR", PostgresErrorCodes.SyntaxError)));

    private static Task<DatabaseException> RefusedAsync(string address, DatabaseOptions? options = null) =>
        Assert.ThrowsAsync<DatabaseException>(async () =>
        {
            await using var connection = await Database.Open(PostgreSqlProvider.Instance, address, options).ConnectAsync(Ct);
        });

    private static void AssertSays(DatabaseException error, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
}
