using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// The user's address with what the store's connections need: its schema, prepared statements, limits by which the server itself ends what its client has
// forgotten, and a pool of its own.
internal static class StoreAddress
{
    // Every statement of the store finds its rows by an index, with one plan for all parameters. Left to itself, the planner makes a plan for each call
    // (which takes as long as the call), compiles it where a table is large (which takes a hundred times as long), and reads a whole table that was small when it looked.
    private const string Planning = "-c plan_cache_mode=force_generic_plan -c jit=off -c enable_seqscan=off";

    // Longest for a lock of somebody else, where a call is meant to be quick.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(2);

    public static string Of(string address, PostgreSqlStoreOptions options) => Of(address, options, options.CallTimeout, pooled: true);

    // limit: how long one statement may take. One that is longer than a call's also holds for the wait for locks: programs that start together wait for the one that migrates.
    public static string Of(string address, PostgreSqlStoreOptions options, TimeSpan limit, bool pooled)
    {
        var said = new NpgsqlConnectionStringBuilder(PostgreSqlProvider.ConnectionStringOf(address));
        var builder = new NpgsqlConnectionStringBuilder(said.ConnectionString) { SearchPath = Quoted(options.Schema) };
        if (!pooled)
            builder.Pooling = false;
        if (!said.ContainsKey("Maximum Pool Size"))
            builder.MaxPoolSize = options.MaxConnections;
        if (pooled && !said.ContainsKey("Max Auto Prepare"))
            builder.MaxAutoPrepare = 40;
        if (!said.ContainsKey("Auto Prepare Min Usages"))
            builder.AutoPrepareMinUsages = 2;
        if (!said.ContainsKey("Application Name"))
            builder.ApplicationName = "StatefulScheduler";
        if (limit > options.CallTimeout)
            builder.Remove("Command Timeout"); // The address speaks of calls.
        var locks = limit > options.CallTimeout || limit < LockTimeout ? limit : LockTimeout;
        builder.Options = $"{Planning} {said.Options} -c statement_timeout={Milliseconds(limit)} -c lock_timeout={Milliseconds(locks)} -c idle_in_transaction_session_timeout={Milliseconds(limit)}";
        return builder.ConnectionString;
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
