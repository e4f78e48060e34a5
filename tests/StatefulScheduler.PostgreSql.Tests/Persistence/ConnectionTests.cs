using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql.Tests.Persistence;

public sealed class ConnectionTests(TestServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task A_url_opens_the_database_with_the_options_that_it_gives()
    {
        var database = Database.Open(PostgreSqlProvider.Instance, $"{Server.Url(Name)}?sslmode=disable&application_name=shop&options=-c%20work_mem%3D77MB&search_path=pg_catalog&connect_timeout=3");

        await using var connection = await database.ConnectAsync(Ct);

        Assert.Equal($"{Name} shop 77MB pg_catalog", await ScalarAsync<string>(connection, "SELECT concat_ws(' ', current_database(), current_setting('application_name'), current_setting('work_mem'), current_setting('search_path'))"));
        Assert.Equal(3, connection.ConnectionTimeout);
    }

    [Fact]
    public async Task Timeouts_are_those_of_the_options_in_whole_seconds_and_a_program_is_known_by_its_name()
    {
        await using var connection = await Open(new() { ConnectTimeout = TimeSpan.FromSeconds(4), CommandTimeout = TimeSpan.FromMilliseconds(6_001) }).ConnectAsync(Ct);
        await using var command = connection.CreateCommand();

        Assert.Equal((4, 7), (connection.ConnectionTimeout, command.CommandTimeout));
        Assert.Equal(AppDomain.CurrentDomain.FriendlyName, await ScalarAsync<string>(connection, "SHOW application_name"));
    }

    [Fact]
    public async Task What_the_address_says_wins_over_the_options()
    {
        await using var connection = await Open(new() { ConnectTimeout = TimeSpan.FromSeconds(4) }, "Timeout=5;CommandTimeout=8;ApplicationName=shop").ConnectAsync(Ct);
        await using var command = connection.CreateCommand();

        Assert.Equal((5, 8), (connection.ConnectionTimeout, command.CommandTimeout));
        Assert.Equal("shop", await ScalarAsync<string>(connection, "SHOW application_name"));
    }

    [Fact]
    public async Task A_dead_server_is_looked_for_by_tcp_keepalive_unless_the_address_says_no()
    {
        await using var usual = await Open().ConnectAsync(Ct);
        await using var without = await Open(more: "Tcp Keepalive=false").ConnectAsync(Ct);

        Assert.True(new NpgsqlConnectionStringBuilder(usual.ConnectionString).TcpKeepAlive);
        Assert.False(new NpgsqlConnectionStringBuilder(without.ConnectionString).TcpKeepAlive);
    }

    [Fact]
    public async Task A_read_only_connection_refuses_to_write_and_keeps_the_other_settings()
    {
        await ExecuteAsync("CREATE TABLE book(id int)");
        var database = Open(new() { ReadOnly = true }, "Options=-c work_mem=77MB");
        await using var connection = await database.ConnectAsync(Ct);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync<object>(connection, "INSERT INTO book VALUES(1) RETURNING id"));

        Assert.Equal("77MB", await ScalarAsync<string>(connection, "SHOW work_mem"));
        Assert.Contains("only reading is allowed", database.Provider.Explain(database.Name, refusal)!.Problem, StringComparison.Ordinal);
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM book"));
    }
}
