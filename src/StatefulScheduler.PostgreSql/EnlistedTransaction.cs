using Npgsql;

namespace StatefulScheduler;

/// <summary>Lets the commands of a scheduler take part in a transaction of the caller: rows and jobs are stored together, or not at all.</summary>
/// <remarks>
/// <code>
/// await using var transaction = await connection.BeginTransactionAsync();
/// // … the caller's own rows …
/// using (EnlistedTransaction.Begin(transaction))
///     await scheduler.AddJobAsync&lt;SendReceipt&gt;("receipt-7", Trigger.Now);
/// await transaction.CommitAsync();
/// </code>
/// <para>It holds for the asynchronous flow that began it, and for adding, modifying, pausing, resuming and removing jobs in stores of the same database and
/// server, and for getting one job, which shows what the transaction has done so far. Runs are never part of it; queries, counts and histories show what
/// has been committed.</para>
/// <para>Nodes find what was added at their next look, see <see cref="PostgreSqlStoreOptions.NotifiesInTransaction"/>. Events of the commands are raised
/// before the transaction is committed, and stand even if it is rolled back.</para>
/// <para>A command waits for others that change the same job, and keeps the job locked until the transaction ends: keep it short. The caller's
/// <c>search_path</c> is put back after each command. Errors of the server come as they are (<see cref="PostgresException"/>), so that the caller's own
/// retrying recognises them; the transaction is then good for nothing but being rolled back, to its beginning or to a savepoint.</para>
/// <para>A transaction that has ended, or that belongs to another database, is refused by the command with an <see cref="InvalidOperationException"/>; nothing was changed.</para>
/// </remarks>
public static class EnlistedTransaction
{
    private static readonly AsyncLocal<Enlistment?> Ambient = new();

    internal static NpgsqlTransaction? Current => Ambient.Value?.Transaction;

    /// <summary>Begins to send commands on a transaction.</summary>
    /// <param name="transaction">The transaction, of any isolation level; its connection's <c>search_path</c> does not matter. Nobody else may use the connection while a command runs.</param>
    /// <returns>Dispose it to end this; the transaction itself remains the caller's.</returns>
    /// <exception cref="InvalidOperationException">Another transaction is enlisted already.</exception>
    public static IDisposable Begin(NpgsqlTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (Current is not null)
            throw new InvalidOperationException("A transaction is enlisted already. Dispose of what Begin returned before another one begins.");
        return Ambient.Value = new Enlistment(transaction);
    }

    // What was started meanwhile and goes on afterwards still has it in its flow: so it is the enlistment that ends, not only the flow's memory of it.
    private sealed class Enlistment(NpgsqlTransaction transaction) : IDisposable
    {
        private volatile NpgsqlTransaction? transaction = transaction;

        public NpgsqlTransaction? Transaction => transaction;

        public void Dispose()
        {
            transaction = null;
            if (Ambient.Value == this)
                Ambient.Value = null;
        }
    }
}
