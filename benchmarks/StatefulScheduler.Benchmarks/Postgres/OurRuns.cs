using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Postgres;

// Windows of our saturated work. After each the states in the database are added up: what was counted must be there.
internal sealed class OurRuns(BenchServer server, Report report)
{
    public bool AllFound { get; private set; } = true;

    // In the last window.
    public double HotShareOfClaims { get; private set; }

    // A database with the grid's jobs, to be copied.
    public static async Task<string> TemplateAsync(BenchServer server, JobOptions job)
    {
        using var database = await OurDatabase.WithGridAsync(server, "ours", job);
        server.Close(database.Address);
        return database.Address;
    }

    // While: something else that goes on in the database until the window has ended.
    public async Task<ServerWindow> MeasureAsync(string template, CompareOptions options, Func<OurDatabase, IDisposable>? meanwhile = null)
    {
        using var database = new OurDatabase(server.Copy(template));
        var counted = FiringCounter.Total;
        ServerWindow window;
        await using (var ours = await OurGrid.OpenAsync(database.Use))
        {
            using var other = meanwhile?.Invoke(database);
            await ours.Scheduler.ResumeAsync();
            window = await ServerWindow.MeasureAsync(options, server, () => FiringCounter.Total);
            await ours.Scheduler.StopAsync();
        }

        Verify(FiringCounter.Total - counted, database.Counted);
        server.Close(database.Address);
        HotShareOfClaims = database.HotShareOfClaims;
        await server.DropAsync(database.Address);
        return window;
    }

    private void Verify(long counted, long found)
    {
        if (found == counted)
            return;
        AllFound = false;
        report.Note($"BROKEN: {counted} runs, but the states in the database count {found}");
    }
}
