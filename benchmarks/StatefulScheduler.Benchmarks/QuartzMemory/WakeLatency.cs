using Quartz;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzMemory;

// From due to started, in a scheduler with little to do: 100 jobs of one firing a second, spread over the second at odd instants.
internal static class WakeLatency
{
    private const int Jobs = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly InstantClock Clock = new();
    private static Latencies latencies = new(0);

    public static async Task RunAsync(CompareOptions options, Report report)
    {
        var pairs = new Pairs<Measured>(Machine.QuartzName);
        for (var round = 0; round < Math.Min(2, options.Rounds); round++)
            pairs.Add(await OursAsync(options), await QuartzAsync(options));

        report.Add(pairs.Figure("latency due to start, 100 wake-ups/s, p50", "µs", Better.Lower, measured => measured.P50));
        report.Add(pairs.Figure("latency due to start, 100 wake-ups/s, p99", "µs", Better.Lower, measured => measured.P99));
        report.Add(pairs.Figure("CPU at 100 wake-ups/s", "% of a core", Better.Lower, measured => measured.CpuShare));
    }

    private static async Task<Measured> OursAsync(CompareOptions options)
    {
        await using var ours = await Ours.StartAsync(scheduler => scheduler.UseInMemoryStore().AddHandler("wake", (job, _) =>
        {
            latencies.Add(Clock.MicrosecondsSince(job.ScheduledAt));
            return default;
        }));
        var start = DateTimeOffset.UtcNow.AddMilliseconds(200);
        for (var i = 0; i < Jobs; i++)
            await ours.Scheduler.AddJobAsync(new JobDefinition($"wake-{i}", "wake", Trigger.Every(Interval, start + Offset(i))));
        return await MeasureAsync(options);
    }

    private static async Task<Measured> QuartzAsync(CompareOptions options)
    {
        await using var peer = await Peer.InMemoryAsync();
        var start = DateTimeOffset.UtcNow.AddMilliseconds(200);
        for (var i = 0; i < Jobs; i++)
        {
            var job = JobBuilder.Create<WakeJob>().WithIdentity($"wake-{i}").Build();
            await peer.Scheduler.ScheduleJob(job, TriggerBuilder.Create().ForJob(job).StartAt(start + Offset(i)).WithSimpleSchedule(every => every.WithInterval(Interval).RepeatForever()).Build());
        }

        await peer.Scheduler.Start();
        return await MeasureAsync(options);
    }

    // Two windows long: the tail of a few hundred values is a matter of luck.
    private static async Task<Measured> MeasureAsync(CompareOptions options)
    {
        latencies = new(1 << 16);
        var warmUp = Interval + TimeSpan.FromMilliseconds(400);
        _ = Task.Delay(warmUp).ContinueWith(_ => latencies.Clear(), TaskScheduler.Default);
        var window = await Window.MeasureAsync(warmUp, 2 * options.Window, () => latencies.Count);
        return new(latencies.P50, latencies.P99, window.CpuShare);
    }

    // Never on a whole millisecond.
    private static TimeSpan Offset(int i) => TimeSpan.FromMicroseconds((i * 10_000) + (i * 377 % 1000));

    private readonly record struct Measured(double P50, double P99, double CpuShare);

    private sealed class WakeJob : Quartz.IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            latencies.Add(Clock.MicrosecondsSince(context.ScheduledFireTimeUtc!.Value));
            return default;
        }
    }
}
