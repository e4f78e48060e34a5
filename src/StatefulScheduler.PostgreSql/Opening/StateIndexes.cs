using System.Security.Cryptography;
using System.Text;
using Npgsql;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql;

// The indexes that PostgreSqlStoreOptions.IndexedStateMembers asks for. They are made without keeping anybody from writing, and a query is right without
// them: so one node makes them, the others do not wait for it, and one that cannot be made is logged and tried again at the next start.
internal sealed class StateIndexes(NpgsqlConnection connection, JobStoreContext context)
{
    private const string Look = """
        SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = 'job'::regclass AND c.relname = ANY($1)
        """;

    public static async ValueTask EnsureAsync(Database database, PostgreSqlStoreOptions options, JobStoreContext context, CancellationToken cancellationToken)
    {
        var wanted = options.IndexedStateMembers.DistinctBy(NameOf, StringComparer.Ordinal).ToDictionary(NameOf, member => member, StringComparer.Ordinal);
        if (wanted.Count == 0)
            return;

        await using var connection = (NpgsqlConnection)await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var indexes = new StateIndexes(connection, context);
        if ((await indexes.FindMissingAsync(wanted.Keys, cancellationToken).ConfigureAwait(false)).Count == 0)
            return;

        // The turn is taken on a connection of its own: an index cannot be made in a transaction, and the end of one gives the turn back whatever happens.
        await using var gate = (NpgsqlConnection)await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await gate.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        if (await TryTakeTurnAsync(gate, options.Schema, cancellationToken).ConfigureAwait(false))
            await indexes.MakeAsync(wanted, cancellationToken).ConfigureAwait(false);
    }

    // What it shows of the member helps an administrator; its expression's hash says exactly what is in it.
    public static string NameOf(string member)
    {
        var shown = string.Concat(member.Where(char.IsAsciiLetterOrDigit).Take(20)).ToLowerInvariant();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StateKey.Of("state", member))).AsSpan(0, 8));
        return $"job_state_{shown}_{hash}";
    }

    // Not waiting: who waits in a statement holds up the one who makes an index.
    private static async ValueTask<bool> TryTakeTurnAsync(NpgsqlConnection gate, string schema, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(gate)
        {
            BatchCommands =
            {
                Sql.Command("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", Sql.Text($"StatefulScheduler state indexes {schema}")),
                new("SET LOCAL idle_in_transaction_session_timeout = 0"),
            },
        };
        return (bool)(await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private async ValueTask<List<(string Name, bool IsInvalid)>> FindMissingAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, bool>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Look, connection) { Parameters = { Sql.Array([.. names], NpgsqlTypes.NpgsqlDbType.Text) } };
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
            states[row.GetString(0)] = row.GetBoolean(1);
        return [.. names.Where(name => !states.GetValueOrDefault(name)).Select(name => (name, states.ContainsKey(name)))];
    }

    private async ValueTask MakeAsync(Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        // It reads every job and waits for transactions that are open; the connection forgets these settings when it goes back to its pool.
        await RunAsync("SET statement_timeout = 0", cancellationToken).ConfigureAwait(false);
        await RunAsync("SET lock_timeout = 0", cancellationToken).ConfigureAwait(false);
        foreach (var (name, isInvalid) in await FindMissingAsync(wanted.Keys, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                Log.MakingIndex(context.Logger, context.StoreName, name, wanted[name]);
                if (isInvalid)
                    await RunAsync($"DROP INDEX CONCURRENTLY IF EXISTS {name}", cancellationToken).ConfigureAwait(false);
                await RunAsync($"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON job({StateKey.Of("state", wanted[name])})", cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception)
            {
                Log.IndexFailed(context.Logger, context.StoreName, name, wanted[name], exception);
            }
        }
    }

    private async ValueTask RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
