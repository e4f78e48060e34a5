using Quartz;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzMemory;

// What a scheduler costs that has 1,000 jobs and nothing to do for an hour.
internal static class IdleCost
{
    public static async Task RunAsync(CompareOptions options, Report report)
    {
        var pairs = new Pairs<Window>(Machine.QuartzName);
        for (var round = 0; round < Math.Min(2, options.Rounds); round++)
            pairs.Add(await OursAsync(options), await QuartzAsync(options));

        report.Add(pairs.Figure("CPU, idle with 1,000 jobs", "% of a core", Better.Lower, window => window.CpuShare));
        report.Add(pairs.Figure("bytes allocated, idle with 1,000 jobs", "B/s", Better.Lower, window => window.Bytes / window.Elapsed.TotalSeconds));
    }

    private static async Task<Window> OursAsync(CompareOptions options)
    {
        await using var ours = await Ours.StartAsync(scheduler => scheduler.UseInMemoryStore().AddHandler("late", (_, _) => default));
        for (var i = 0; i < OurGrid.Jobs; i++)
            await ours.Scheduler.AddJobAsync(new JobDefinition(OurGrid.Id(i), "late", Trigger.Every(TimeSpan.FromHours(1))));
        return await MeasureAsync(options);
    }

    private static async Task<Window> QuartzAsync(CompareOptions options)
    {
        await using var peer = await Peer.InMemoryAsync();
        for (var i = 0; i < OurGrid.Jobs; i++)
        {
            var job = JobBuilder.Create<LateJob>().WithIdentity(OurGrid.Id(i)).Build();
            await peer.Scheduler.ScheduleJob(job, TriggerBuilder.Create().ForJob(job).StartAt(DateTimeOffset.UtcNow.AddHours(1)).WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromHours(1)).RepeatForever()).Build());
        }

        await peer.Scheduler.Start();
        return await MeasureAsync(options);
    }

    private static Task<Window> MeasureAsync(CompareOptions options)
    {
        Machine.CollectGarbage();
        return Window.MeasureAsync(TimeSpan.FromSeconds(1), 2 * options.Window, () => 1);
    }

    private sealed class LateJob : Quartz.IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => default;
    }
}
