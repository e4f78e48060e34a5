using Npgsql;
using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Postgres;

// Our saturated work while somebody's transaction stays open, so that the server can remove nothing that dies meanwhile; beside the same without it.
// What it costs grows with time: its windows are longer.
internal static class LongTransaction
{
    public static async Task RunAsync(BenchServer server, OurRuns runs, CompareOptions options, Report report)
    {
        var pairs = new Pairs<ServerWindow>("no long transaction");
        var longer = options with { Seconds = Math.Max(3, 2 * options.Seconds) };
        var template = await OurRuns.TemplateAsync(server, new JobOptions());
        for (var round = 0; round < Math.Min(2, options.Rounds); round++)
            pairs.Add(await runs.MeasureAsync(template, longer, Begin), await runs.MeasureAsync(template, longer));
        report.Add(pairs.Figure("server CPU per run, PostgreSQL, stateful, history default, under a long transaction", "µs", Better.Lower, window => window.ServerCpuEach));
        report.Add(pairs.Figure("runs committed, PostgreSQL, stateful, history default, under a long transaction", "1/s", Better.Higher, window => window.PerSecond));
        await server.DropAsync(template);
    }

    // Idle, with a snapshot.
    private static NpgsqlConnection Begin(OurDatabase database)
    {
        var connection = new NpgsqlConnection(database.Address + ";Pooling=false;Application Name=" + OurDatabase.ReaderName);
        connection.Open();
        using var begin = BenchServer.Command(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM stateful_scheduler.job");
        begin.ExecuteNonQuery();
        return connection;
    }
}
