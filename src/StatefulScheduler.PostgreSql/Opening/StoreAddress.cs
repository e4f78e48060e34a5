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

    public static string Of(string address, PostgreSqlStoreOptions options)
    {
        var said = new NpgsqlConnectionStringBuilder(PostgreSqlProvider.ConnectionStringOf(address));
        var builder = new NpgsqlConnectionStringBuilder(said.ConnectionString) { SearchPath = Quoted(options.Schema) };
        if (!said.ContainsKey("Maximum Pool Size"))
            builder.MaxPoolSize = options.MaxConnections;
        if (!said.ContainsKey("Max Auto Prepare"))
            builder.MaxAutoPrepare = 40;
        if (!said.ContainsKey("Auto Prepare Min Usages"))
            builder.AutoPrepareMinUsages = 2;
        if (!said.ContainsKey("Application Name"))
            builder.ApplicationName = "StatefulScheduler";
        var milliseconds = (long)options.CallTimeout.TotalMilliseconds;
        builder.Options = $"{Planning} {said.Options} -c statement_timeout={milliseconds} -c lock_timeout={Math.Min(2000, milliseconds)} -c idle_in_transaction_session_timeout={milliseconds}";
        return builder.ConnectionString;
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
