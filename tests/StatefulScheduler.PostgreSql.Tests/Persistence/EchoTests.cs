using Npgsql;
using StatefulScheduler.Sqlite.Tests;

namespace StatefulScheduler.PostgreSql.Tests.Persistence;

public sealed class EchoTests(TestServer server) : DatabaseTest(server)
{
    private static readonly string[] Secrets = ["hunter2"];
    private static readonly int[] Ids = [1, 2];

    private readonly RecordingLogger logger = new();

    [Fact]
    public async Task The_echo_shows_every_statement_and_masks_what_is_secret()
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT @name, @Password", connection) { Parameters = { new("@name", "anna"), new("@Password", "hunter2") } };

        await command.ExecuteScalarAsync(Ct);

        Assert.Equal("SELECT @name, @Password [name='anna', Password=***]", logger.Lines.Last());
    }

    [Fact]
    public async Task Nothing_tells_whether_a_parameter_without_a_name_is_secret_so_that_only_numbers_and_times_are_shown()
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT $1, $2, $3, $4", connection) { Parameters = { new() { Value = 7 }, new() { Value = "hunter2" }, new() { Value = Secrets }, new() { Value = DBNull.Value } } };

        await command.ExecuteScalarAsync(Ct);

        Assert.Equal("SELECT $1, $2, $3, $4 [$1=7, $2=***, $3=***, $4=NULL]", logger.Lines.Last());
    }

    [Fact]
    public async Task Every_statement_of_a_batch_has_its_line()
    {
        await using var connection = await ConnectAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new("SELECT @id") { Parameters = { new("id", 7) } }, new("SELECT @ids") { Parameters = { new("ids", Ids) } } },
        };

        await batch.ExecuteNonQueryAsync(Ct);

        Assert.Equal(["SELECT @id [id=7]", "SELECT @ids [ids=<2 values>]"], logger.Lines.TakeLast(2));
    }

    [Fact]
    public async Task Nothing_is_written_for_those_who_did_not_ask()
    {
        await using var echoing = await ConnectAsync();
        await using var silent = await Open().ConnectAsync(Ct);

        await ScalarAsync<int>(silent, "SELECT 4711");

        Assert.DoesNotContain(logger.Lines, line => line.Contains("4711", StringComparison.Ordinal));
    }

    private async Task<NpgsqlConnection> ConnectAsync() => (NpgsqlConnection)await Open(new() { Echo = logger }).ConnectAsync(Ct);
}
