using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// The store while it is open: the owner's lock, the writer's thread, the readers.
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly string file;
    private readonly OwnerLock owner;
    private readonly StoreWriter writer;
    private readonly GroupCommitter committer;
    private readonly ReaderPool readers;

    private OpenStore(string file, JobStoreContext context, OwnerLock owner, StoreWriter writer, ReaderPool readers, Action dueEarlier)
    {
        this.file = file;
        this.owner = owner;
        this.writer = writer;
        this.readers = readers;
        Context = context;
        committer = new GroupCommitter(writer, dueEarlier, Failed, Closed);
    }

    public JobStoreContext Context { get; }

    public long Epoch => writer.Epoch;

    public long Groups => committer.Groups;

    // Order: look at the file without touching it, take the lock, look again under the lock while migrating, begin the epoch, read and write.
    public static async ValueTask<OpenStore> OpenAsync(string file, SqliteStoreOptions options, JobStoreContext context, Action dueEarlier, CancellationToken cancellationToken)
    {
        OwnerLock? owner = null;
        SqliteConnection? connection = null;
        try
        {
            var database = Database.Open(SqliteProvider.Instance, new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString, new DatabaseOptions
            {
                CommandTimeout = options.BusyTimeout,
                Echo = options.Echo ? context.Logger : null,
                SensitiveParameters = ["state", "plan", "result", "error", "pending", "open"],
                Time = context.Time,
            });
            await StoreFile.CheckAsync(file, thoroughly: true, cancellationToken).ConfigureAwait(false);
            owner = await OwnerLock.TakeAsync(file, options.OwnerWait, cancellationToken).ConfigureAwait(false)
                ?? throw new DatabaseException(file, StoreFile.WhoOwns(file, options.OwnerWait));
            await StoreFile.CheckAsync(file, thoroughly: false, cancellationToken).ConfigureAwait(false);
            connection = (SqliteConnection)await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
            StoreFile.Tune(connection);
            var migrated = await SqliteSchema.Migrations.ApplyAsync(connection, context.Time, cancellationToken).ConfigureAwait(false);
            if (migrated > 0)
                StoreFile.Checkpoint(connection);
            return Start(file, options, context, database, owner, connection, dueEarlier);
        }
        catch (Exception exception)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            owner?.Dispose();
            if (Explain(file, exception) is { } problem)
                throw new StoreUnavailableException(context.StoreName, problem, exception);
            throw;
        }
    }

    public Task WriteAsync(WriteRequest request, CancellationToken cancellationToken) => committer.EnqueueAsync(request, cancellationToken);

    public ValueTask<T> ReadAsync<T>(Func<StoreReader, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (readers.IsClosed)
            throw Closed();
        try
        {
            return new(readers.Read(read));
        }
        catch (SqliteException exception)
        {
            throw Failed(exception);
        }
        catch (DatabaseException exception)
        {
            throw new StoreUnavailableException(Context.StoreName, exception.Message, exception);
        }
    }

    // What waits is still written; then the log is emptied into the file, and the lock is the last to go.
    public async ValueTask DisposeAsync()
    {
        await committer.CloseAsync().ConfigureAwait(false);
        readers.Dispose();
        try
        {
            StoreFile.Checkpoint(writer.Connection);
        }
        catch (SqliteException exception)
        {
            // Nothing is lost: the next opening reads the log.
            Log.GroupFailed(Context.Logger, Context.StoreName, "the log could not be emptied at the close.", exception);
        }

        writer.Dispose();
        owner.Dispose();
    }

    private static OpenStore Start(string file, SqliteStoreOptions options, JobStoreContext context, Database database, OwnerLock owner, SqliteConnection connection, Action dueEarlier)
    {
        var echo = StatementEcho.For(database.Options);
        var plans = new PlanCache(context.Serializer);
        var epoch = OwnerTable.NewEpoch(connection, context);
        var writer = new StoreWriter(connection, echo, context, options, plans, epoch);
        var interrupted = OwnerTable.VoidLeases(writer);
        Log.Opened(context.Logger, context.StoreName, file, epoch, interrupted);
        var reading = Database.Open(database.Provider, new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString, database.Options with { ReadOnly = true });
        var readers = new ReaderPool(() => new StoreReader((SqliteConnection)reading.ConnectAsync().AsTask().GetAwaiter().GetResult(), echo, context, options, plans, epoch));
        return new OpenStore(file, context, owner, writer, readers, dueEarlier);
    }

    private static string? Explain(string file, Exception exception) => exception switch
    {
        DatabaseException known => known.Message,
        SqliteException sqlite => SqliteFile.Explain(file, sqlite).Message,
        UnauthorizedAccessException => $"{file}: the folder cannot be written, and the owner's lock file '{Path.GetFileName(file)}.lock' must be made there. Give this program's user the right to write it.",
        _ => null,
    };

    private StoreUnavailableException Failed(SqliteException exception)
    {
        var problem = SqliteFile.Explain(file, exception).Message;
        Log.GroupFailed(Context.Logger, Context.StoreName, problem, exception);
        return new StoreUnavailableException(Context.StoreName, problem, exception);
    }

    private StoreUnavailableException Closed() => new(Context.StoreName, $"{file}: the store has been closed. Nothing was changed. Use a scheduler that is open.");
}
