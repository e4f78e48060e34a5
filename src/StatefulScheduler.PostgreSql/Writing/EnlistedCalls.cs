using System.Security.Cryptography;
using Npgsql;

namespace StatefulScheduler.PostgreSql;

// How calls are made on a transaction of the caller: with the store's search_path while the work lasts, once, and with the caller's errors left as they are.
internal sealed class EnlistedCalls(StoreParts parts)
{
    private readonly string schema = StoreAddress.Quoted(parts.Options.Schema);

    // Where the store's own connections lead.
    private (string? Host, int Port, string? Database)? own;

    public async Task<T> RunAsync<T>(NpgsqlTransaction transaction, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = ConnectionOf(transaction);
        await RefuseOthersAsync(connection).ConfigureAwait(false);
        try
        {
            return await WithSchemaAsync(connection, work).ConfigureAwait(false);
        }
        catch (LanesOutdatedException)
        {
            // Met while reading: nothing has been written yet.
            await parts.Lanes.LoadAsync().ConfigureAwait(false);
            return await WithSchemaAsync(connection, work).ConfigureAwait(false);
        }
    }

    private static NpgsqlConnection ConnectionOf(NpgsqlTransaction transaction)
    {
        try
        {
            // Asking for it is what fails when the transaction has ended; its connection would still be there, and store at once.
            _ = transaction.IsolationLevel;
            if (transaction.Connection is { } connection)
                return connection;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ObjectDisposedException)
        {
            throw Ended(exception);
        }

        throw Ended(null);
    }

    private static InvalidOperationException Ended(Exception? inner) =>
        new("The enlisted transaction has ended: it was committed, rolled back or disposed of. Nothing was changed. Dispose of what EnlistedTransaction.Begin returned before the transaction ends.", inner);

    private async ValueTask RefuseOthersAsync(NpgsqlConnection connection)
    {
        own ??= await OwnAsync().ConfigureAwait(false);
        // One server has many names (localhost, 127.0.0.1, a pooler): other words are no proof that it is another.
        if (own != Place(connection) && !await IsSameAsync(connection).ConfigureAwait(false))
        {
            throw new InvalidOperationException(
                $"The enlisted transaction is in the database '{connection.Database}' on {connection.Host}:{connection.Port}, but the jobs of store '{parts.Context.StoreName}' are in {parts.Database.Name}. "
                + "Nothing was changed. Begin the transaction on a connection to that database, or add the job without EnlistedTransaction.");
        }
    }

    private static (string? Host, int Port, string? Database) Place(NpgsqlConnection connection) => (connection.Host, connection.Port, connection.Database);

    private async ValueTask<(string?, int, string?)> OwnAsync()
    {
        await using var connection = await parts.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        return Place(connection);
    }

    // A lock that one takes, the other sees: then it is the same database. The lock goes with the transaction, and nobody else asks for its number.
    private async ValueTask<bool> IsSameAsync(NpgsqlConnection connection)
    {
        var (high, low) = (RandomNumberGenerator.GetInt32(int.MaxValue), RandomNumberGenerator.GetInt32(int.MaxValue));
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock_shared($1, $2)", connection) { Parameters = { Sql.Of(high), Sql.Of(low) } })
            await take.ExecuteNonQueryAsync().ConfigureAwait(false);
        return await parts.Calls.RunAsync(
            async (other, _) =>
            {
                await using var see = new NpgsqlCommand(
                    """
                    SELECT EXISTS(SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = $1::bigint::oid AND objid = $2::bigint::oid AND objsubid = 2
                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                    """,
                    other)
                {
                    Parameters = { Sql.Bigint(high), Sql.Bigint(low) },
                };
                return (bool)(await see.ExecuteScalarAsync().ConfigureAwait(false))!;
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<T> WithSchemaAsync<T>(NpgsqlConnection connection, Func<NpgsqlConnection, Task<T>> work)
    {
        var previous = await EnterAsync(connection).ConfigureAwait(false);
        T result;
        try
        {
            result = await work(connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not NpgsqlException)
        {
            await SetSchemaAsync(connection, previous).ConfigureAwait(false);
            throw;
        }

        // Not after an error of the server: the caller's rollback, to a savepoint even, puts it back.
        await SetSchemaAsync(connection, previous).ConfigureAwait(false);
        return result;
    }

    // Gives the caller's search_path. Set for the transaction only, it ends with it in any case.
    private async ValueTask<string> EnterAsync(NpgsqlConnection connection)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("SELECT current_setting('search_path')"), SetSchema(schema) } };
        return (string)(await batch.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    private static async ValueTask SetSchemaAsync(NpgsqlConnection connection, string path)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { SetSchema(path) } };
        await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static NpgsqlBatchCommand SetSchema(string path) => Sql.Command("SELECT set_config('search_path', $1, true)", Sql.Text(path));
}
