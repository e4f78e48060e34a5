using System.Diagnostics;
using Quartz;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzMemory;

// What a job costs that waits for its instant, and how fast jobs are added. Every job has an instant, and so a trigger, of its own; none has a state.
internal static class ScheduledMemory
{
    private const int OurJobs = 1_000_000;
    private const int QuartzJobs = 100_000; // A million takes it longer than the whole comparison may.

    public static async Task RunAsync(CompareOptions options, Report report)
    {
        var pairs = new Pairs<(double Bytes, double AddsPerSecond)>(Machine.QuartzName);
        for (var round = 0; round < Math.Min(2, options.Rounds); round++)
            pairs.Add(await OursAsync(), await QuartzAsync());

        report.Add(pairs.Figure($"bytes per scheduled job, {OurJobs:N0} jobs (Quartz: {QuartzJobs:N0})", "B", Better.Lower, measured => measured.Bytes));
        report.Add(pairs.Figure($"adds, {OurJobs:N0} jobs (Quartz: {QuartzJobs:N0})", "1/s", Better.Higher, measured => measured.AddsPerSecond));
    }

    private static async Task<(double Bytes, double AddsPerSecond)> OursAsync()
    {
        await using var ours = await Ours.StartAsync(scheduler => scheduler.UseInMemoryStore().AddHandler("late", (_, _) => default), paused: true);
        var start = DateTimeOffset.UtcNow.AddHours(1);
        var options = new JobOptions();
        return await MeasureAsync(OurJobs, i => ours.Scheduler.AddJobAsync(new JobDefinition($"late-{i}", "late", Trigger.At(start.AddMilliseconds(i))) { Options = options }));
    }

    private static async Task<(double Bytes, double AddsPerSecond)> QuartzAsync()
    {
        await using var peer = await Peer.InMemoryAsync();
        var start = DateTimeOffset.UtcNow.AddHours(1);
        return await MeasureAsync(QuartzJobs, i =>
        {
            var job = JobBuilder.Create<LateJob>().WithIdentity($"late-{i}").Build();
            return peer.Scheduler.ScheduleJob(job, TriggerBuilder.Create().ForJob(job).WithIdentity($"late-{i}").StartAt(start.AddMilliseconds(i)).Build());
        });
    }

    private static async Task<(double Bytes, double AddsPerSecond)> MeasureAsync<T>(int jobs, Func<int, ValueTask<T>> add)
    {
        Machine.CollectGarbage();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < jobs; i++)
            await add(i);
        var elapsed = Stopwatch.GetElapsedTime(began);
        Machine.CollectGarbage();
        return ((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)jobs, jobs / elapsed.TotalSeconds);
    }

    private sealed class LateJob : Quartz.IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => default;
    }
}
