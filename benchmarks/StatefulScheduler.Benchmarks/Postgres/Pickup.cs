using System.Diagnostics;
using Npgsql;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Postgres;

// How soon an idle node starts what another process adds: from the call that adds a job which is due at once, and from the instant at which one is due.
// The limits: a bare NOTIFY from one connection to another, and one committed update.
internal static class Pickup
{
    private const int Jobs = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    public static async Task RunAsync(BenchServer server, CompareOptions options, Report report)
    {
        var (added, due) = (new Pairs<Latencies>("bare NOTIFY"), new Pairs<Latencies>("bare committed update"));
        for (var round = 0; round < Math.Min(2, options.Rounds); round++)
        {
            var address = await server.NewDatabaseAsync("pickup");
            await using (var adder = await Node.StartAsync(address, "adder", paused: true))
            await using (var node = await NodeProcess.StartAsync(address, "runner"))
            {
                await AddedAsync(adder, node, "warm"); // The first runs of a process compile it.
                added.Add(await AddedAsync(adder, node, "now"), await NotifyAsync(address));
                due.Add(await DueAsync(adder, node), await UpdateAsync(address));
            }

            await server.DropAsync(address);
        }

        Tell(report, added, "add to start");
        Tell(report, due, "due to start");
    }

    private static void Tell(Report report, Pairs<Latencies> pairs, string what)
    {
        report.Add(pairs.Figure($"latency {what}, PostgreSQL, across processes, p50", "µs", Better.Lower, latencies => latencies.P50));
        report.Add(pairs.Figure($"latency {what}, PostgreSQL, across processes, p99", "µs", Better.Lower, latencies => latencies.P99));
    }

    private static async Task<Latencies> AddedAsync(Ours adder, NodeProcess node, string name)
    {
        var latencies = new Latencies(Jobs);
        for (var i = 0; i < Jobs; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await adder.Scheduler.AddJobAsync(new JobDefinition($"{name}-{i}", "pass", Trigger.At(DateTimeOffset.UtcNow)));
            latencies.Add(Stopwatch.GetElapsedTime(began, (await node.NextAsync()).Timestamp).TotalMicroseconds);
            await Task.Delay(Pause);
        }

        return latencies;
    }

    private static async Task<Latencies> DueAsync(Ours adder, NodeProcess node)
    {
        var latencies = new Latencies(Jobs);
        var start = DateTimeOffset.UtcNow.AddSeconds(2);
        for (var i = 0; i < Jobs; i++)
            await adder.Scheduler.AddJobAsync(new JobDefinition($"due-{i}", "pass", Trigger.At(start + (i * Pause))));
        for (var i = 0; i < Jobs; i++)
        {
            // One that was added after its instant, on a busy machine, was late through no fault of the node.
            var begun = await node.NextAsync();
            if (DateTimeOffset.UtcNow > start)
                latencies.Add(begun.MicrosecondsLate);
        }

        return latencies;
    }

    private static async Task<Latencies> NotifyAsync(string address)
    {
        var latencies = new Latencies(Jobs);
        await using var source = NpgsqlDataSource.Create(address);
        await using var listener = await source.OpenConnectionAsync();
        await using var sender = await source.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand("LISTEN bare", listener))
            await listen.ExecuteNonQueryAsync();
        await using var notify = new NpgsqlCommand("NOTIFY bare", sender);
        for (var i = 0; i < Jobs; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var heard = listener.WaitAsync();
            await notify.ExecuteNonQueryAsync();
            await heard;
            latencies.AddSince(began);
            await Task.Delay(Pause);
        }

        return latencies;
    }

    private static async Task<Latencies> UpdateAsync(string address)
    {
        var latencies = new Latencies(Jobs);
        await using var source = NpgsqlDataSource.Create(address);
        await using var connection = await source.OpenConnectionAsync();
        await using var update = new NpgsqlCommand("UPDATE stateful_scheduler.job SET abandoned = 0 WHERE id = (SELECT min(id) FROM stateful_scheduler.job)", connection);
        await update.PrepareAsync();
        for (var i = 0; i < Jobs; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await update.ExecuteNonQueryAsync();
            latencies.AddSince(began);
            await Task.Delay(Pause);
        }

        return latencies;
    }
}
