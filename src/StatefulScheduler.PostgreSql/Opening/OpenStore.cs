using Npgsql;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql;

// The store while it is open.
internal sealed class OpenStore : IAsyncDisposable
{
    private OpenStore(StoreParts parts) => Parts = parts;

    public StoreParts Parts { get; }

    public static async ValueTask<OpenStore> OpenAsync(string address, PostgreSqlStoreOptions options, JobStoreContext context, CancellationToken cancellationToken)
    {
        var database = Database.Open(PostgreSqlProvider.Instance, StoreAddress.Of(address, options), new DatabaseOptions
        {
            ConnectTimeout = options.CallTimeout,
            CommandTimeout = options.CallTimeout,
        });
        var connection = (NpgsqlConnection)await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await using (var command = new NpgsqlCommand($"CREATE SCHEMA IF NOT EXISTS {StoreAddress.Quoted(options.Schema)}", connection))
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await PostgreSqlSchema.Migrations.ApplyAsync(connection, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        await StateIndexes.EnsureAsync(database, options, context, cancellationToken).ConfigureAwait(false);
        var parts = new StoreParts(database, options, context);
        await parts.Lanes.LoadAsync().ConfigureAwait(false);
        return new OpenStore(parts);
    }

    public async ValueTask DisposeAsync()
    {
        var connection = await Parts.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
        NpgsqlConnection.ClearPool(connection);
    }
}
