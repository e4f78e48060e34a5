using System.Data.Common;
using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.Sqlite.Tests.Persistence;

public sealed class MigrationsTests : IDisposable
{
    private static readonly Migration First = new(1, "books", "CREATE TABLE book(id INTEGER PRIMARY KEY)");
    private static readonly Migration Second = new(2, "titles", "ALTER TABLE book ADD COLUMN title TEXT");

    private readonly TempFolder folder = new();
    private readonly Database database;

    public MigrationsTests() => database = Database.Open(SqliteProvider.Instance, $"Data Source={folder.File()}");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Steps_are_applied_once_and_later_ones_follow()
    {
        Assert.Equal(1, await database.MigrateAsync(new Migrations("shop", First), Ct));
        Assert.Equal(0, await database.MigrateAsync(new Migrations("shop", First), Ct));
        Assert.Equal(1, await database.MigrateAsync(new Migrations("shop", First, Second), Ct));
        Assert.Equal(0, await database.MigrateAsync(new Migrations("shop", First, Second), Ct));
    }

    [Fact]
    public async Task Two_components_share_a_database()
    {
        await database.MigrateAsync(new Migrations("shop", First), Ct);

        Assert.Equal(1, await database.MigrateAsync(new Migrations("bar", new Migration(1, "drinks", "CREATE TABLE drink(id INTEGER)")), Ct));
    }

    [Fact]
    public async Task A_newer_breaking_version_is_refused()
    {
        await database.MigrateAsync(new Migrations("shop", First, Second), Ct);

        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.MigrateAsync(new Migrations("shop", First), Ct).AsTask());

        Assert.Contains("version 2 ('titles')", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_version_that_does_not_break_is_accepted()
    {
        await database.MigrateAsync(new Migrations("shop", First, Second with { Breaking = false }), Ct);

        Assert.Equal(0, await database.MigrateAsync(new Migrations("shop", First), Ct));
    }

    [Fact]
    public async Task A_changed_step_is_found_by_its_checksum()
    {
        await database.MigrateAsync(new Migrations("shop", First), Ct);

        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.MigrateAsync(new Migrations("shop", First with { Sql = "CREATE TABLE book(isbn TEXT)" }), Ct).AsTask());

        Assert.Contains("another text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_of_any_step()
    {
        await Assert.ThrowsAsync<SqliteException>(() => database.MigrateAsync(new Migrations("shop", First, new Migration(2, "wrong", "CREATE TABLE film(id INTEGER); SELECT nonsense")), Ct).AsTask());

        await using var connection = await database.ConnectAsync(Ct);
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task Of_eight_programs_that_start_at_once_one_migrates()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => database.MigrateAsync(new Migrations("shop", First, Second), Ct).AsTask())));

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 2], applied.Order());
    }

    [Fact]
    public void Versions_have_no_gaps() =>
        Assert.Throws<ArgumentException>(() => new Migrations("shop", Second));

    private static async Task<object?> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Ct);
    }
}
