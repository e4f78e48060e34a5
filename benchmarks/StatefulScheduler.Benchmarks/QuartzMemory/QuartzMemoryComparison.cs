using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.QuartzMemory;

// Our in-memory store beside Quartz's RAMJobStore.
internal static class QuartzMemoryComparison
{
    public static Comparison Instance { get; } = new(
        "quartz-memory", "in-memory: firings/s, bytes and CPU of a firing, latency, operator commands, memory of a job, idle CPU; beside Quartz RAM and a bare thread pool", RunAsync);

    private static async Task<bool> RunAsync(CompareOptions options, Report report)
    {
        await SaturatedFirings.RunAsync(options, report);
        await WakeLatency.RunAsync(options, report);
        await OperatorCommands.RunAsync(options, report);
        await ScheduledMemory.RunAsync(options, report);
        await IdleCost.RunAsync(options, report);
        return true;
    }
}
