using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Postgres;

// A node is killed in the middle of a run: how long after the end of its lease another node starts the job anew.
internal static class OrphanRecovery
{
    public static async Task RunAsync(BenchServer server, CompareOptions options, Report report)
    {
        var latencies = new Latencies(options.Rounds);
        for (var round = 0; round < options.Rounds; round++)
            latencies.Add(await RecoverAsync(server));
        report.Add(new("latency end of lease to start of orphan, PostgreSQL", latencies.P50 / 1000, null, "ms", null, "the lease's end"));
    }

    // In microseconds.
    private static async Task<double> RecoverAsync(BenchServer server)
    {
        using var database = await OurDatabase.NewAsync(server, "orphan");
        long leaseEnd;
        RunStart again;
        await using (var adder = await Node.StartAsync(database.Address, "adder", paused: true))
        {
            var first = await NodeProcess.StartAsync(database.Address, "first");
            await adder.Scheduler.AddJobAsync(new JobDefinition("orphan", "hold", Trigger.At(DateTimeOffset.UtcNow)));
            await first.NextAsync();
            await using var second = await NodeProcess.StartAsync(database.Address, "second");
            await first.KillAsync();
            leaseEnd = database.Scalar<long>("SELECT greatest(due_at, lease_until) FROM job");
            again = await second.NextAsync();
            await second.KillAsync(); // It holds the job, and would wait for it.
        }

        await server.DropAsync(database.Address);
        return TimeSpan.FromTicks(again.UtcTicks - leaseEnd).TotalMicroseconds;
    }
}
