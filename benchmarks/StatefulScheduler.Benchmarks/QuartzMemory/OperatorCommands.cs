using System.Diagnostics;
using Quartz;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzMemory;

// How long an operator waits while everything is saturated: one command a millisecond, on a thread of its own, on one of the busy jobs.
internal static class OperatorCommands
{
    public static async Task RunAsync(CompareOptions options, Report report)
    {
        var pairs = new Pairs<(Latencies Edits, Latencies Pauses)>(Machine.QuartzName);
        for (var round = 0; round < options.Rounds; round++)
            pairs.Add(await OursAsync(options), await QuartzAsync(options));

        report.Add(pairs.Figure("latency of an operator's state edit under saturation, p50", "µs", Better.Lower, measured => measured.Edits.P50));
        report.Add(pairs.Figure("latency of an operator's state edit under saturation, p99", "µs", Better.Lower, measured => measured.Edits.P99));
        report.Add(pairs.Figure("latency of an operator's pause or resume under saturation, p99", "µs", Better.Lower, measured => measured.Pauses.P99));
    }

    private static async Task<(Latencies Edits, Latencies Pauses)> OursAsync(CompareOptions options)
    {
        await using var ours = await OurGrid.StartAsync(scheduler => scheduler.UseInMemoryStore(), stateful: true, new JobOptions());
        await ours.Scheduler.ResumeAsync();
        var jobs = ours.Scheduler;
        var measured = await OperateAsync(
            options,
            i => jobs.UpdateStateAsync(OurGrid.Id(i % OurGrid.Jobs), state => state.Set("phase", $"edit {i}")).AsTask(),
            (i, pause) => pause ? jobs.PauseJobAsync(OurGrid.Id(i)).AsTask() : jobs.ResumeJobAsync(OurGrid.Id(i)).AsTask());
        await ours.Scheduler.StopAsync();
        return measured;
    }

    private static async Task<(Latencies Edits, Latencies Pauses)> QuartzAsync(CompareOptions options)
    {
        await using var peer = await Peer.InMemoryAsync();
        await QuartzGrid.AddAsync(peer.Scheduler, stateful: true);
        await peer.Scheduler.Start();
        return await OperateAsync(
            options,
            i => peer.Scheduler.AddJob(QuartzGrid.Stateful(i % OurGrid.Jobs, i), AddJobOptions.Replacing).AsTask(),
            (i, pause) => pause ? peer.Scheduler.PauseJob(new JobKey(OurGrid.Id(i))).AsTask() : peer.Scheduler.ResumeJob(new JobKey(OurGrid.Id(i))).AsTask());
    }

    private static Task<(Latencies Edits, Latencies Pauses)> OperateAsync(CompareOptions options, Func<int, Task> edit, Func<int, bool, Task> pause)
    {
        var operated = new TaskCompletionSource<(Latencies, Latencies)>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var (edits, pauses) = (new Latencies(1 << 16), new Latencies(1 << 16));
            Thread.Sleep(options.WarmUp);
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; Stopwatch.GetElapsedTime(began) < options.Window; i++)
            {
                if (i == 100)
                    Clear(edits, pauses); // The first of them are compiled.
                Time(edits, () => edit(i));
                Time(pauses, () => pause(i / 2 % OurGrid.Jobs, i % 2 == 0));
                Thread.Sleep(1);
            }

            operated.SetResult((edits, pauses));
        }) { IsBackground = true, Name = "operator" }.Start();
        return operated.Task;
    }

    private static void Time(Latencies latencies, Func<Task> command)
    {
        var began = Stopwatch.GetTimestamp();
        command().GetAwaiter().GetResult();
        latencies.AddSince(began);
    }

    private static void Clear(Latencies edits, Latencies pauses)
    {
        edits.Clear();
        pauses.Clear();
    }
}
