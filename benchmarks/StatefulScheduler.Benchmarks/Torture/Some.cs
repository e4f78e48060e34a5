namespace StatefulScheduler.Benchmarks.Torture;

// What several scenarios need.
internal static class Some
{
    // Never due while a scenario lasts: its runs are asked for.
    public static Trigger Later { get; } = Trigger.At(DateTimeOffset.UtcNow.AddDays(1));

    public static async Task<JobRun> EndAsync(IScheduler jobs, JobRun run) => await jobs.WaitForRunAsync(run).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
}
