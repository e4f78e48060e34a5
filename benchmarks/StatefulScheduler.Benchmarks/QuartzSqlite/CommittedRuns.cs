using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzSqlite;

// The saturated work of 1,000 stateful jobs, on a file. After each of our windows the states in the file are added up: what was counted must be there.
internal static class CommittedRuns
{
    private static readonly PeerSetting Tuned = new("tuned: 64 threads, batch 64", 64, 64);

    public static bool AllFound { get; private set; } = true;

    public static async Task RunAsync(CompareOptions options, Report report, string history, JobOptions job, bool withRawLoop)
    {
        var (plain, tuned, raw) = (new Pairs<Window>(Machine.QuartzName), new Pairs<Window>(Machine.QuartzName), new Pairs<Window>("raw loop"));
        var statements = await StatementsOfARun.ListenAsync();
        var batch = 0;
        for (var round = 0; round < options.Rounds; round++)
        {
            var (ours, ourBatch) = await OursAsync(options, report, job);
            batch = Math.Max(1, ourBatch);
            plain.Add(ours, await QuartzAsync(options, PeerSetting.Default));
            tuned.Add(ours, await QuartzAsync(options, Tuned));
            if (withRawLoop)
                raw.Add(ours, await RawLoopAsync(options, batch, statements));
        }

        Tell(report, plain, $"history {history}");
        Tell(report, tuned, $"history {history}, Quartz {Tuned.Name}");
        if (withRawLoop)
            Tell(report, raw, $"history {history}, batch {batch}");
    }

    private static void Tell(Report report, Pairs<Window> pairs, string what)
    {
        report.Add(pairs.Figure($"runs committed, SQLite FULL, stateful, {what}", "1/s", Better.Higher, window => window.PerSecond));
        report.Add(pairs.Figure($"bytes per run, SQLite FULL, stateful, {what}", "B", Better.Lower, window => window.BytesEach));
        report.Add(pairs.Figure($"CPU per run, SQLite FULL, stateful, {what}", "µs", Better.Lower, window => window.CpuMicrosecondsEach));
    }

    // With it: how many runs a transaction held.
    private static async Task<(Window Window, int Batch)> OursAsync(CompareOptions options, Report report, JobOptions job)
    {
        var store = new OurFile(SqliteFiles.New("ours"));
        await using var ours = await OurGrid.StartAsync(store.Use, stateful: true, job);
        var (counted, groups) = (FiringCounter.Total, store.Groups);
        await ours.Scheduler.ResumeAsync();
        var window = await Window.MeasureAsync(options, () => FiringCounter.Total);
        await ours.Scheduler.StopAsync();
        counted = FiringCounter.Total - counted;
        groups = store.Groups - groups;

        var found = 0L;
        await foreach (var stored in ours.Scheduler.EnumerateJobsAsync(new JobQuery { PageSize = 1000 }))
            found += stored.State.Get("count", 0L);
        if (found != counted)
        {
            AllFound = false;
            report.Note($"BROKEN: {counted} runs, but the states in the file count {found}");
        }

        return (window, (int)(counted / Math.Max(1, groups)));
    }

    private static async Task<Window> QuartzAsync(CompareOptions options, PeerSetting setting)
    {
        await using var peer = await Peer.SqliteAsync(SqliteFiles.New("quartz"), setting);
        await QuartzGrid.AddAsync(peer.Scheduler, stateful: true);
        await peer.Scheduler.Start();
        return await Window.MeasureAsync(options, () => FiringCounter.Total);
    }

    private static async Task<Window> RawLoopAsync(CompareOptions options, int batch, StatementsOfARun statements)
    {
        var file = SqliteFiles.New("raw");
        await using (await OurGrid.StartAsync(scheduler => scheduler.UseSqlite(file), stateful: true, new JobOptions()))
        {
            // Only makes the file, with the same schema and the same 1,000 jobs.
        }

        using var loop = new RawLoop(file, batch, statements);
        return await Window.MeasureAsync(options, () => loop.Runs);
    }
}
