using StatefulScheduler.Persistence;
using StatefulScheduler.Sqlite;

namespace StatefulScheduler;

/// <summary>Keeps jobs in a SQLite file.</summary>
public static class SqliteExtensions
{
    /// <summary>Keeps the jobs in a SQLite file, which this process owns as long as the scheduler is open. What was acknowledged survives a crash and a power cut.</summary>
    /// <typeparam name="TSlot">The scheduler's builder, or one of its named stores.</typeparam>
    /// <param name="slot">Where the store is plugged in.</param>
    /// <param name="pathOrConnectionString">
    /// A path (<c>jobs.db</c>; its folder must exist), a URL (<c>sqlite:///jobs.db</c>) or an ADO.NET connection string (<c>Data Source=jobs.db</c>). A relative path begins in the current folder.
    /// The disk must be local: locks are not to be trusted on network drives.
    /// </param>
    /// <param name="configure">How the store behaves.</param>
    /// <returns>The same slot.</returns>
    /// <exception cref="ArgumentException">The address cannot be read, or means a database in memory; or an option is out of its range.</exception>
    public static TSlot UseSqlite<TSlot>(this TSlot slot, string pathOrConnectionString, Action<SqliteStoreOptions>? configure = null)
        where TSlot : IStoreSlot
    {
        ArgumentNullException.ThrowIfNull(slot);
        var file = SqliteProvider.FileOf(pathOrConnectionString)
            ?? throw new ArgumentException("The SQLite store needs a file: readers and the writer have connections of their own, and each would see a memory of its own. For jobs that need not outlive the process, use UseInMemoryStore().", nameof(pathOrConnectionString));
        var options = new SqliteStoreOptions();
        configure?.Invoke(options);
        options.Validate();
        slot.SetStore(_ => new SqliteJobStore(file, options));
        return slot;
    }
}
