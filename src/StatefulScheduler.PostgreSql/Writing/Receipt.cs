using Npgsql;

namespace StatefulScheduler.PostgreSql;

// What a transaction answered, stored with what it changed: sent again after its answer was lost, it finds the answer instead of changing things twice.
internal sealed class Receipt
{
    private readonly Guid token = Guid.CreateVersion7();

    // The earlier attempt has been stored in the very moment.
    public static bool Exists(PostgresException exception) => exception is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "receipt" };

    public NpgsqlBatchCommand Write(string answers) => Sql.Command("INSERT INTO receipt(token, answers) VALUES($1, $2)", Sql.Of(token), Sql.Text(answers));

    // Null: no attempt has been stored.
    public async ValueTask<string?> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT answers FROM receipt WHERE token = $1", connection) { Parameters = { Sql.Of(token) } };
        return (string?)await command.ExecuteScalarAsync().ConfigureAwait(false);
    }
}
