using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Postgres;

// The saturated work of 1,000 stateful jobs, in turns: ours, Quartz's, and pgbench with our statements. Each window begins with a copy of one and the same database.
internal sealed class SaturatedRuns(BenchServer server, OurRuns runs, CompareOptions options, Report report)
{
    private static readonly PeerSetting Tuned = new("tuned: 64 threads, batch 64", 64, 64);

    private double batch = 1;

    public async Task RunAsync(string history, JobOptions job, bool withPgBench)
    {
        var (plain, tuned, limit) = (new Pairs<ServerWindow>(Machine.QuartzName), new Pairs<ServerWindow>(Machine.QuartzName), new Pairs<ServerWindow>("pgbench"));
        var (ours, quartz) = (await OurRuns.TemplateAsync(server, job), await QuartzTemplateAsync());
        await TellStatementsAsync(ours, quartz, $"history {history}"); // First: pgbench needs to know how many runs a transaction of ours holds.
        for (var round = 0; round < options.Rounds; round++)
        {
            var window = await runs.MeasureAsync(ours, options);
            plain.Add(window, await QuartzAsync(quartz, PeerSetting.Default));
            tuned.Add(window, await QuartzAsync(quartz, Tuned));
            if (withPgBench)
                limit.Add(window, await PgBenchAsync(ours, (int)Math.Clamp(batch, 1, 512)));
        }

        Tell(plain, $"history {history}");
        Tell(tuned, $"history {history}, Quartz {Tuned.Name}");
        if (withPgBench)
            Tell(limit, $"history {history}, batch {batch:0}");
        report.Note($"history {history}: {batch:0} runs a transaction; of our claims, {runs.HotShareOfClaims:P0} were in place (HOT)");
        await server.DropAsync(ours);
        await server.DropAsync(quartz);
    }

    private void Tell(Pairs<ServerWindow> pairs, string what)
    {
        report.Add(pairs.Figure($"runs committed, PostgreSQL, stateful, {what}", "1/s", Better.Higher, window => window.PerSecond));
        report.Add(pairs.Figure($"server CPU per run, PostgreSQL, stateful, {what}", "µs", Better.Lower, window => window.ServerCpuEach));
        report.Add(pairs.Figure($"log bytes per run, PostgreSQL, stateful, {what}", "B", Better.Lower, window => window.WalEach));
        if (pairs.PeerName != "pgbench")
            report.Add(pairs.Figure($"client CPU per run, PostgreSQL, stateful, {what}", "µs", Better.Lower, window => window.OwnCpuEach));
    }

    private async Task<string> QuartzTemplateAsync()
    {
        var address = await server.NewDatabaseAsync("quartz");
        await using (var peer = await Peer.PostgresAsync(address))
            await QuartzGrid.AddAsync(peer.Scheduler, stateful: true);
        server.Close(address);
        return address;
    }

    private async Task<ServerWindow> QuartzAsync(string template, PeerSetting setting)
    {
        var address = server.Copy(template);
        ServerWindow window;
        await using (var peer = await Peer.PostgresAsync(address, setting))
        {
            await peer.Scheduler.Start();
            window = await ServerWindow.MeasureAsync(options, server, () => FiringCounter.Total);
        }

        await server.DropAsync(address);
        return window;
    }

    private async Task<ServerWindow> PgBenchAsync(string template, int size)
    {
        using var database = new OurDatabase(server.Copy(template));
        ServerWindow window;
        await using (PgBench.Start(server, database, size, options))
            window = await ServerWindow.MeasureAsync(options, server, () => database.StateVersions);
        await server.DropAsync(database.Address);
        return window;
    }

    // In windows of their own: to count costs the server time.
    private async Task TellStatementsAsync(string ourTemplate, string quartzTemplate, string what)
    {
        var ours = await CountAsync(ourTemplate, async (address, window) =>
        {
            await using var grid = await OurGrid.OpenAsync(scheduler => scheduler.UsePostgreSql(address));
            await grid.Scheduler.ResumeAsync();
            await window();
            await grid.Scheduler.StopAsync();
        });
        var quartz = await CountAsync(quartzTemplate, async (address, window) =>
        {
            await using var peer = await Peer.PostgresAsync(address);
            await peer.Scheduler.Start();
            await window();
        });
        // A claim and a commit are one transaction.
        batch = 2 / ours.Statements;
        report.Add(new($"statements per run, PostgreSQL, stateful, {what}", ours.Statements, quartz.Statements, "1", quartz.Statements / ours.Statements, Machine.QuartzName));
        report.Add(new($"transactions per run, PostgreSQL, stateful, {what}", ours.Transactions, quartz.Transactions, "1", quartz.Transactions / ours.Transactions, Machine.QuartzName));
    }

    // Statements: of a window at load. Transactions: all that there were, those of opening and closing included.
    private async Task<(double Statements, double Transactions)> CountAsync(string template, Func<string, Func<Task>, Task> runAsync)
    {
        var address = server.Copy(template);
        ServerCounts.Begin(server, address);
        var began = FiringCounter.Total;
        var statements = 0.0;
        await runAsync(address, async () =>
        {
            await Task.Delay(options.WarmUp);
            var (before, fired) = (ServerCounts.Statements(server, address), FiringCounter.Total);
            await Task.Delay(options.Window);
            statements = (ServerCounts.Statements(server, address) - before) / (FiringCounter.Total - fired);
        });
        var transactions = ServerCounts.Transactions(server, address) / (FiringCounter.Total - began);
        await server.DropAsync(address);
        return (statements, transactions);
    }
}
