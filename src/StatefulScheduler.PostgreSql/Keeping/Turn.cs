using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace StatefulScheduler.PostgreSql;

// Whose turn a task is: the node's that changes the task's row, which it may only when nobody has for an interval. No node leads, and none has to be
// missed. For one task at a time.
internal sealed class Turn(StoreParts parts)
{
    // Also when the row is of the future: a server's clock may have been set back, and nothing shall stand still until it has caught up.
    private const string Take = """
        INSERT INTO maintenance AS m (task, done_at, node) VALUES($1, coalesce($3, statement_timestamp()), $4)
        ON CONFLICT (task) DO UPDATE SET done_at = excluded.done_at, node = excluded.node
        WHERE m.done_at <= excluded.done_at - $2 OR m.done_at > excluded.done_at + $2 OR m.node = excluded.node
        """;

    // While the task goes on.
    private const string Keep = "UPDATE maintenance SET done_at = coalesce($2, statement_timestamp()) WHERE task = $1 AND node = $3";

    // It has not been done, and may be taken by anybody.
    private const string Give = "UPDATE maintenance SET done_at = '-infinity' WHERE task = $1 AND node = $2";

    // Who has the turn: another text each time, so that a turn is known again when it was taken and the answer was lost.
    private string holder = string.Empty;
    private long taken;

    public async Task<bool> TakeAsync(MaintenanceTask task, CancellationToken cancellationToken)
    {
        holder = string.Create(CultureInfo.InvariantCulture, $"{parts.Context.Node} {parts.Announcer.Sender} {++taken}");
        return await RunAsync(Take, cancellationToken, Sql.Text(task.Name), Sql.Of(task.Interval), Now, Sql.Text(holder)).ConfigureAwait(false) == 1;
    }

    public Task KeepAsync(MaintenanceTask task, CancellationToken cancellationToken) =>
        RunAsync(Keep, cancellationToken, Sql.Text(task.Name), Now, Sql.Text(holder));

    public Task GiveBackAsync(MaintenanceTask task, CancellationToken cancellationToken) =>
        RunAsync(Give, cancellationToken, Sql.Text(task.Name), Sql.Text(holder));

    private NpgsqlParameter Now => new()
    {
        Value = parts.Time is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : DBNull.Value,
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
    };

    private Task<int> RunAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        parts.Calls.RunAsync(async (connection, _) =>
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Sql.Command(sql, [.. parameters.Select(parameter => parameter.Clone())]) } };
            return await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }, cancellationToken);
}
