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
/// It holds for the asynchronous flow that began it, and for adding, modifying, pausing, resuming and removing jobs in stores of the same database and
/// server; runs are never part of it. Nodes find what was added at their next look, see <see cref="PostgreSqlStoreOptions.NotifiesInTransaction"/>.
/// Events of the commands are raised before the transaction is committed. A command that fails may have ended the transaction, as any statement may: roll it back.
/// </remarks>
public static class EnlistedTransaction
{
    private static readonly AsyncLocal<NpgsqlTransaction?> Ambient = new();

    internal static NpgsqlTransaction? Current => Ambient.Value;

    /// <summary>Begins to send commands on a transaction.</summary>
    /// <param name="transaction">The transaction; its connection's <c>search_path</c> does not matter.</param>
    /// <returns>Dispose it to end this; the transaction itself remains the caller's.</returns>
    /// <exception cref="InvalidOperationException">Another transaction is enlisted already.</exception>
    public static IDisposable Begin(NpgsqlTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (Ambient.Value is not null)
            throw new InvalidOperationException("A transaction is enlisted already. Dispose of what Begin returned before another one begins.");
        Ambient.Value = transaction;
        return new Enlistment();
    }

    private sealed class Enlistment : IDisposable
    {
        public void Dispose() => Ambient.Value = null;
    }
}
