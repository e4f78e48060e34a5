using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql.Tests.Persistence;

public sealed class MigrationsTests(TestServer server) : DatabaseTest(server)
{
    private const int Gate = 4711;

    // How many of this database's programs wait for an advisory lock.
    private const string Waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'";

    private static readonly Migration First = new(1, "books", "CREATE TABLE book(id bigint PRIMARY KEY); CREATE TYPE mood AS ENUM ('good', 'bad')");
    private static readonly Migration Second = new(2, "titles", "ALTER TABLE book ADD COLUMN title text; CREATE INDEX book_title ON book(title)");

    // Makes a table, then waits until whoever holds the gate lets go of it.
    private static readonly Migration Gated = new(2, "films", $"CREATE TABLE film(id bigint); SELECT pg_advisory_xact_lock({Gate}); CREATE TABLE actor(id bigint)");

    [Fact]
    public async Task Steps_are_applied_once_and_later_ones_follow()
    {
        Assert.Equal(1, await Open().MigrateAsync(new Migrations("shop", First), Ct));
        Assert.Equal(0, await Open().MigrateAsync(new Migrations("shop", First), Ct));
        Assert.Equal(1, await Open().MigrateAsync(new Migrations("shop", First, Second), Ct));
        Assert.Equal(1, await Open().MigrateAsync(new Migrations("bar", new Migration(1, "drinks", "CREATE TABLE drink(id bigint)")), Ct));
    }

    [Fact]
    public async Task Of_sixteen_programs_that_start_at_once_on_an_empty_database_one_migrates()
    {
        var applied = await AtOnceAsync(16, new Migrations("shop", First, Second));

        Assert.Equal([.. Enumerable.Repeat(0, 15), 2], applied.Order());
        Assert.Equal("1 2", await ScalarAsync<string>("SELECT string_agg(version::text, ' ' ORDER BY version) FROM schema_version"));
    }

    [Fact]
    public async Task Programs_of_two_versions_that_start_at_once_apply_each_step_once()
    {
        var olderOnes = AtOnceAsync(8, new Migrations("shop", First));
        var newerOnes = AtOnceAsync(8, new Migrations("shop", First, Second with { Breaking = false }));

        Assert.Equal(2, (await olderOnes).Sum() + (await newerOnes).Sum());
    }

    [Fact]
    public async Task A_program_that_dies_in_the_middle_of_a_step_leaves_the_schema_as_it_was_and_the_next_one_completes_it()
    {
        var migrations = new Migrations("shop", First, Gated);
        await using var gate = await CloseGateAsync();
        var dying = Open().MigrateAsync(migrations, Ct).AsTask();
        var victim = await AtGateAsync();

        await ScalarAsync<bool>($"SELECT pg_terminate_backend({victim})");

        Assert.Contains("ended the connection", (await Assert.ThrowsAsync<DatabaseException>(() => dying)).Message, StringComparison.Ordinal);
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        await gate.DisposeAsync();
        Assert.Equal(2, await Open().MigrateAsync(migrations, Ct));
        Assert.Equal("actor book film schema_version", await ScalarAsync<string>("SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task Whoever_waits_for_a_program_that_dies_completes_what_it_began()
    {
        var migrations = new Migrations("shop", First, Gated);
        await using var gate = await CloseGateAsync();
        var dying = Open().MigrateAsync(migrations, Ct).AsTask();
        var victim = await AtGateAsync();
        var waiting = Open().MigrateAsync(migrations, Ct).AsTask();
        await Until.TrueAsync(async () => await ScalarAsync<long>(Waiting) == 2, "the second program waits for the first");

        await ScalarAsync<bool>($"SELECT pg_terminate_backend({victim})");
        await gate.DisposeAsync();

        await Assert.ThrowsAsync<DatabaseException>(() => dying);
        Assert.Equal(2, await waiting);
    }

    [Fact]
    public async Task Whoever_waits_too_long_is_told_for_what()
    {
        await using var gate = await CloseGateAsync();
        var slow = Open().MigrateAsync(new Migrations("shop", First, Gated), Ct).AsTask();
        await AtGateAsync();

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            Open(new() { CommandTimeout = TimeSpan.FromSeconds(1) }).MigrateAsync(new Migrations("shop", First), Ct).AsTask());

        Assert.Contains("another program has been bringing the schema up to date", error.Message, StringComparison.Ordinal);
        await gate.DisposeAsync();
        Assert.Equal(2, await slow);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_of_any_step()
    {
        await Assert.ThrowsAsync<PostgresException>(() => Open().MigrateAsync(new Migrations("shop", First, new Migration(2, "wrong", "CREATE TABLE film(id bigint); SELECT nonsense")), Ct).AsTask());

        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task A_newer_breaking_version_is_refused_with_what_to_do()
    {
        await Open().MigrateAsync(new Migrations("shop", First, Second), Ct);

        var error = await Assert.ThrowsAsync<DatabaseException>(() => Open().MigrateAsync(new Migrations("shop", First), Ct).AsTask());

        Assert.Contains($"postgresql://{Server.Host}:{Server.Port}/{Name}", error.Message, StringComparison.Ordinal);
        Assert.Contains("version 2 ('titles')", error.Message, StringComparison.Ordinal);
        Assert.Contains("Run the newer program, or restore a backup", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_version_that_does_not_break_is_accepted()
    {
        await Open().MigrateAsync(new Migrations("shop", First, Second with { Breaking = false }), Ct);

        Assert.Equal(0, await Open().MigrateAsync(new Migrations("shop", First), Ct));
    }

    [Fact]
    public async Task A_changed_step_is_found_by_its_checksum()
    {
        await Open().MigrateAsync(new Migrations("shop", First), Ct);

        var error = await Assert.ThrowsAsync<DatabaseException>(() => Open().MigrateAsync(new Migrations("shop", First with { Sql = "CREATE TABLE book(isbn text)" }), Ct).AsTask());

        Assert.Contains("another text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_live_in_the_schema_that_the_address_names_and_each_has_its_own_versions()
    {
        await ExecuteAsync("CREATE SCHEMA north; CREATE SCHEMA south");
        var migrations = new Migrations("shop", First);

        Assert.Equal(1, await Open(more: "Search Path=north").MigrateAsync(migrations, Ct));
        Assert.Equal(1, await Database.Open(PostgreSqlProvider.Instance, Server.Url(Name) + "?search_path=south,north").MigrateAsync(migrations, Ct));
        Assert.Equal(0, await Open(more: "Search Path=south").MigrateAsync(migrations, Ct));

        Assert.Equal("north.book north.schema_version south.book south.schema_version", await ScalarAsync<string>("SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"));
    }

    [Fact]
    public async Task A_schema_that_is_not_there_is_asked_for()
    {
        var error = await Assert.ThrowsAsync<DatabaseException>(() => Open(more: "Search Path=nowhere").MigrateAsync(new Migrations("shop", First), Ct).AsTask());

        Assert.Contains("CREATE SCHEMA", error.Message, StringComparison.Ordinal);
    }

    private Task<int[]> AtOnceAsync(int programs, Migrations migrations) =>
        Task.WhenAll(Enumerable.Range(0, programs).Select(_ => Task.Run(() => Open(more: "Pooling=false").MigrateAsync(migrations, Ct).AsTask(), Ct)));

    // It opens when the connection closes.
    private async Task<NpgsqlConnection> CloseGateAsync()
    {
        var connection = (NpgsqlConnection)await Open(more: "Pooling=false").ConnectAsync(Ct);
        await ScalarAsync<int>(connection, $"SELECT 1 FROM pg_advisory_lock({Gate})");
        return connection;
    }

    // The server process that waits at the gate.
    private async Task<int> AtGateAsync()
    {
        await Until.TrueAsync(async () => await ScalarAsync<long>(Waiting) == 1, "a program waits at the gate");
        return await ScalarAsync<int>(Waiting.Replace("count(*)", "pid", StringComparison.Ordinal));
    }
}
