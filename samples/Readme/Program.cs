// The programs of README.md: a test compares the page with these regions, and runs the first from the packages.
// <program>
using Microsoft.Extensions.Hosting;
using StatefulScheduler;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddStatefulScheduler(scheduler => scheduler.UseSqlite("jobs.db"))
    .AddJob<ImportOrders>("import", Trigger.Every(TimeSpan.FromSeconds(1)), new ImportState(Cursor: 0))
    .StartWithHost();
builder.Build().Run();

sealed record ImportState(long Cursor, string Phase = "idle");

sealed class ImportOrders : IJob<ImportState>
{
    public async ValueTask<ImportState> RunAsync(JobContext<ImportState> job, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"orders {job.State.Cursor + 1} to {job.State.Cursor + 100}");
        return job.State with { Cursor = job.State.Cursor + 100, Phase = "done" };
    }
}
// </program>
