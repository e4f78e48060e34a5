using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// The same database in four ways. Calls: what the verbs and their announcements use, a pool. The others are connected to now and then, and hold no place
// in the pool. Listening: for notifications. Migrating and Keeping: for what may take longer than a call.
internal sealed record StoreDatabases(Database Calls, Database Listening, Database Migrating, Database Keeping)
{
    public static StoreDatabases Open(string address, PostgreSqlStoreOptions options) => new(
        Open(address, options, options.CallTimeout, pooled: true),
        Open(address, options, options.CallTimeout, pooled: false),
        Open(address, options, options.MigrationTimeout, pooled: false),
        Open(address, options, options.KeepingTimeout, pooled: false));

    private static Database Open(string address, PostgreSqlStoreOptions options, TimeSpan limit, bool pooled) =>
        Database.Open(PostgreSqlProvider.Instance, StoreAddress.Of(address, options, limit, pooled), new DatabaseOptions
        {
            ConnectTimeout = options.CallTimeout,
            CommandTimeout = limit,
        });
}
