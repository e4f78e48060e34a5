using Npgsql;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Postgres;

// What our store has written, read past it.
internal sealed class OurDatabase(string address) : IDisposable
{
    // The connection that reads here is none of those that are measured.
    public const string ReaderName = "reader";

    private const string Schema = "stateful_scheduler";
    private readonly NpgsqlConnection connection = Open(address);

    public string Address => address;

    // The sum of the counters in the states.
    public long Counted => BenchServer.Scalar<long>(connection, $"SELECT sum((state::jsonb->>'count')::bigint)::bigint FROM {Schema}.job");

    // Every committed run of the saturated work makes a new version.
    public long StateVersions => BenchServer.Scalar<long>(connection, $"SELECT sum(state_version)::bigint FROM {Schema}.job");

    public void Use(SchedulerBuilder scheduler) => scheduler.UsePostgreSql(address);

    public T Scalar<T>(string sql) => BenchServer.Scalar<T>(connection, sql);

    public void Execute(string sql)
    {
        using var command = BenchServer.Command(connection, sql);
        command.ExecuteNonQuery();
    }

    // Claims move no indexed column, commits do: of two updates of a run, one can be in place.
    // Read when the store has been closed, since only then all has been reported.
    public double HotShareOfClaims => Scalar<double>($"SELECT 2.0::float8 * n_tup_hot_upd / greatest(n_tup_upd, 1) FROM pg_stat_user_tables WHERE schemaname = '{Schema}' AND relname = 'job'");

    public static async Task<OurDatabase> NewAsync(BenchServer server, string name) => new(await server.NewDatabaseAsync(name));

    // With the grid's jobs in it, and nobody who runs them.
    public static async Task<OurDatabase> WithGridAsync(BenchServer server, string name, JobOptions job)
    {
        var database = await NewAsync(server, name);
        await using (await OurGrid.StartAsync(database.Use, stateful: true, job))
        {
            // Only adds the jobs.
        }

        return database;
    }

    public void Dispose() => connection.Dispose();

    private static NpgsqlConnection Open(string address)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false, SearchPath = Schema, ApplicationName = ReaderName }.ConnectionString);
        connection.Open();
        return connection;
    }
}
