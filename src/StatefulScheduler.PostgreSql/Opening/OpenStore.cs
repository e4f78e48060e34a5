using System.Diagnostics.CodeAnalysis;
using Npgsql;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql;

// The store while it is open.
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly NpgsqlConnection ofPool;

    private OpenStore(StoreParts parts, StoreDatabases databases, NpgsqlConnection ofPool)
    {
        this.ofPool = ofPool;
        Parts = parts;
        Poller = parts.Options.UsesSchedulerTime ? null : new Poller(parts); // Virtual time stands still until somebody moves it: to look again finds nothing new.
        Listener = parts.Options.Listens ? new Listener(parts, databases.Listening, hears => Poller?.Hears(hears)) : null;
        Maintenance = new Maintenance(parts, databases.Keeping);
    }

    public StoreParts Parts { get; }

    public Poller? Poller { get; }

    public Listener? Listener { get; }

    public Maintenance Maintenance { get; }

    // Order: the address; the server, which may still be starting; what it is and what the user may; the schema and its tables; what the node remembers of
    // them; the partitions of these days; then what goes on by itself.
    public static async ValueTask<OpenStore> OpenAsync(string address, PostgreSqlStoreOptions options, JobStoreContext context, CancellationToken cancellationToken)
    {
        var databases = StoreDatabases.Open(address, options);
        try
        {
            var store = await OpeningWait.RunAsync(
                () => OpenAsync(databases, options, context, cancellationToken),
                options.StartWait,
                exception => Log.WaitsForServer(context.Logger, context.StoreName, options.StartWait, exception.Message),
                cancellationToken).ConfigureAwait(false);
            return await store.StartedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DatabaseException or NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            var explained = exception as DatabaseException ?? PostgreSqlProvider.Instance.Explain(databases.Calls.Name, exception);
            throw new StoreUnavailableException(context.StoreName, explained?.Message ?? $"{databases.Calls.Name}: {exception.Message}", exception);
        }
    }

    // What goes on by itself ends first; then what has been announced is sent, and the connections are closed. None of it waits longer for a server that
    // does not answer than a call would.
    public async ValueTask DisposeAsync()
    {
        await WithinCallAsync(Task.WhenAll(
            Maintenance.DisposeAsync().AsTask(),
            Poller?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            Listener?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            Parts.Announcer.DisposeAsync().AsTask())).ConfigureAwait(false);
        await WithinCallAsync(Task.Run(() => NpgsqlConnection.ClearPool(ofPool))).ConfigureAwait(false);
    }

    private static async Task<OpenStore> OpenAsync(StoreDatabases databases, PostgreSqlStoreOptions options, JobStoreContext context, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)await databases.Calls.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await new SchemaOpening(databases, options).EnsureAsync(connection, cancellationToken).ConfigureAwait(false);
            Log.Opened(context.Logger, context.StoreName, databases.Calls.Name, options.Schema, connection.PostgreSqlVersion.ToString());
        }

        await StateIndexes.EnsureAsync(databases.Migrating, options, context, cancellationToken).ConfigureAwait(false);
        var parts = new StoreParts(databases.Calls, options, context);
        await parts.Lanes.LoadAsync().ConfigureAwait(false);
        return new OpenStore(parts, databases, connection);
    }

    private async ValueTask<OpenStore> StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Maintenance.PrepareAsync(cancellationToken).ConfigureAwait(false);
            if (Listener is not null)
                await Listener.StartAsync().ConfigureAwait(false);
            if (!Parts.Options.UsesSchedulerTime)
                Maintenance.Start();
            return this;
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Closing goes on; it is logged.")]
    private async Task WithinCallAsync(Task end)
    {
        try
        {
            await end.WaitAsync(Parts.Options.CallTimeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.CloseFailed(Parts.Context.Logger, Parts.Context.StoreName, exception);
        }
    }
}
