using StatefulScheduler.PostgreSql;

namespace StatefulScheduler;

/// <summary>Keeps jobs in a PostgreSQL database that many nodes share.</summary>
public static class PostgreSqlExtensions
{
    /// <summary>
    /// Keeps the jobs in a PostgreSQL database (13 or newer, in UTF-8). Any number of nodes may use it at the same time; each job runs on one of them. What was
    /// acknowledged survives the death of any node, and of the server as far as the server's own settings go (<c>synchronous_commit</c>).
    /// </summary>
    /// <typeparam name="TSlot">The scheduler's builder, or one of its named stores.</typeparam>
    /// <param name="slot">Where the store is plugged in.</param>
    /// <param name="urlOrConnectionString">A URL (<c>postgresql://user:password@host:5432/database</c>) or a connection string of Npgsql (<c>Host=…;Database=…</c>).</param>
    /// <param name="configure">How the store behaves.</param>
    /// <returns>The same slot.</returns>
    /// <exception cref="ArgumentException">The address cannot be read, or an option is out of its range.</exception>
    public static TSlot UsePostgreSql<TSlot>(this TSlot slot, string urlOrConnectionString, Action<PostgreSqlStoreOptions>? configure = null)
        where TSlot : IStoreSlot
    {
        ArgumentNullException.ThrowIfNull(slot);
        var options = new PostgreSqlStoreOptions();
        configure?.Invoke(options);
        options.Validate();
        StoreAddress.Of(urlOrConnectionString, options); // Read now, so that a mistake is met where it was made.
        slot.SetStore(_ => new PostgreSqlJobStore(urlOrConnectionString, options));
        return slot;
    }
}
