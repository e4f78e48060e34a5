using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.PrivatePostgreSql;

namespace StatefulScheduler.Benchmarks.Postgres;

// Our PostgreSQL store beside Quartz's AdoJobStore on the same server, and beside pgbench with the bare statements.
internal static class PostgresComparison
{
    public static Comparison Instance { get; } = new(
        "postgres",
        "a private PostgreSQL server, fully durable: committed stateful runs/s, statements, log bytes and CPU of a run, latency between processes, orphans, a million jobs; beside Quartz AdoJobStore, and beside pgbench with our statements",
        RunAsync);

    private static async Task<bool> RunAsync(CompareOptions options, Report report)
    {
        if (PrivateServer.Unavailable is { } reason)
        {
            report.Note($"SKIPPED: {reason}");
            return true;
        }

        await using var server = await BenchServer.StartAsync();
        report.Note($"PostgreSQL {server.Scalar<string>("SHOW server_version")}; fsync, full_page_writes and synchronous_commit on, shared_buffers 512MB; 1,000 jobs, typed record of two members as state");
        var withPgBench = PgBench.IsInstalled(server);
        if (!withPgBench)
            report.Note("pgbench is not installed: there are no figures beside it.");
        var runs = new OurRuns(server, report);
        var saturated = new SaturatedRuns(server, runs, options, report);
        await saturated.RunAsync("default", new JobOptions(), withPgBench);
        await saturated.RunAsync("All(20)", new JobOptions { StateHistory = StateHistoryPolicy.All(20) }, withPgBench: false);
        await LongTransaction.RunAsync(server, runs, options, report);
        await Pickup.RunAsync(server, options, report);
        await OrphanRecovery.RunAsync(server, options, report);
        await LargeTable.RunAsync(server, report);
        return runs.AllFound;
    }
}
