using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzMemory;

// 1,000 jobs on a 1 ms grid that began an hour ago, every slot runs: more is due than anybody can do.
internal static class SaturatedFirings
{
    private static readonly PeerSetting Tuned = new("tuned: 64 threads, batch 64", 64, 64);

    public static async Task RunAsync(CompareOptions options, Report report)
    {
        await WarmUpAsync(options);
        await StatelessAsync(options, report);
        await StatefulAsync(options, report, "default", new JobOptions());
        await StatefulAsync(options, report, "All(20)", new JobOptions { StateHistory = StateHistoryPolicy.All(20) });
    }

    // Ours and nothing else, for a profiler.
    public static async Task AloneAsync(CompareOptions options)
    {
        var window = await OurWindowAsync(options, options.Names is ["stateful"], new JobOptions());
        Console.WriteLine($"{window.PerSecond:N0} firings/s, {window.BytesEach:0.00} B, {window.CpuMicrosecondsEach:0.000} CPU-µs per firing");
    }

    // The runtime compiles hot code anew after some time: without this the first round would be about the compiler.
    private static async Task WarmUpAsync(CompareOptions options)
    {
        foreach (var stateful in (bool[])[false, true])
        {
            await OurWindowAsync(options, stateful, new JobOptions());
            await QuartzWindowAsync(options, stateful, PeerSetting.Default);
        }
    }

    private static async Task StatelessAsync(CompareOptions options, Report report)
    {
        var (plain, tuned, limit) = (new Pairs<Window>(Machine.QuartzName), new Pairs<Window>(Machine.QuartzName), new Pairs<Window>("thread pool"));
        for (var round = 0; round < options.Rounds; round++)
        {
            var ours = await OurWindowAsync(options, stateful: false, new JobOptions());
            plain.Add(ours, await QuartzWindowAsync(options, stateful: false, PeerSetting.Default));
            tuned.Add(ours, await QuartzWindowAsync(options, stateful: false, Tuned));
            limit.Add(ours, await ThreadPoolLimit.WindowAsync(options));
        }

        Tell(report, plain, "stateless");
        Tell(report, tuned, $"stateless, Quartz {Tuned.Name}");
        report.Add(limit.Figure("firings, saturated, stateless, beside bare pool work items", "1/s", Better.Higher, window => window.PerSecond));
    }

    private static async Task StatefulAsync(CompareOptions options, Report report, string history, JobOptions job)
    {
        var (plain, tuned) = (new Pairs<Window>(Machine.QuartzName), new Pairs<Window>(Machine.QuartzName));
        for (var round = 0; round < options.Rounds; round++)
        {
            var ours = await OurWindowAsync(options, stateful: true, job);
            plain.Add(ours, await QuartzWindowAsync(options, stateful: true, PeerSetting.Default));
            tuned.Add(ours, await QuartzWindowAsync(options, stateful: true, Tuned));
        }

        Tell(report, plain, $"stateful, history {history}");
        Tell(report, tuned, $"stateful, history {history}, Quartz {Tuned.Name}");
    }

    private static void Tell(Report report, Pairs<Window> pairs, string what)
    {
        report.Add(pairs.Figure($"firings, saturated, {what}", "1/s", Better.Higher, window => window.PerSecond));
        report.Add(pairs.Figure($"bytes per firing, saturated, {what}", "B", Better.Lower, window => Math.Round(window.BytesEach, 2)));
        report.Add(pairs.Figure($"CPU per firing, saturated, {what}", "µs", Better.Lower, window => window.CpuMicrosecondsEach));
    }

    private static async Task<Window> OurWindowAsync(CompareOptions options, bool stateful, JobOptions job)
    {
        await using var ours = await OurGrid.StartAsync(scheduler => scheduler.UseInMemoryStore(), stateful, job);
        await ours.Scheduler.ResumeAsync();
        var window = await Window.MeasureAsync(options, () => FiringCounter.Total);
        await ours.Scheduler.StopAsync();
        Machine.CollectGarbage();
        return window;
    }

    private static async Task<Window> QuartzWindowAsync(CompareOptions options, bool stateful, PeerSetting setting)
    {
        Window window;
        await using (var peer = await Peer.InMemoryAsync(setting))
        {
            await QuartzGrid.AddAsync(peer.Scheduler, stateful);
            await peer.Scheduler.Start();
            window = await Window.MeasureAsync(options, () => FiringCounter.Total);
        }

        Machine.CollectGarbage();
        return window;
    }
}
