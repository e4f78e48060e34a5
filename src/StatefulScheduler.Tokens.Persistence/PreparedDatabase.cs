using System.Data;
using System.Data.Common;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.Tokens;

// A database whose tables are there: made at the first use, and asked for again if that failed. Each piece of work has a connection and a transaction of its own.
internal sealed class PreparedDatabase(Database database) : IDisposable
{
    private readonly SemaphoreSlim preparing = new(1);
    private volatile bool prepared;

    public async ValueTask<T> RunAsync<T>(Func<TokenCommands, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
            var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                return await RunAsync(connection, work, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (database.Provider.Explain(database.Name, exception) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose() => preparing.Dispose();

    // Read committed: in PostgreSQL an update waits for who is at the same row and then looks again. SQLite knows nothing weaker than one writer after the other.
    private static async ValueTask<T> RunAsync<T>(DbConnection connection, Func<TokenCommands, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var commands = new TokenCommands(connection, transaction, cancellationToken);
            var result = await work(commands).ConfigureAwait(false);
            if (commands.IsGivenUp)
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            else
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        }
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (prepared)
            return;
        await preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!prepared)
                await database.MigrateAsync(TokensSchema.Migrations, cancellationToken).ConfigureAwait(false);
            prepared = true;
        }
        finally
        {
            preparing.Release();
        }
    }
}
