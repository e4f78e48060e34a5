using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quickstart.Import;
using StatefulScheduler;

namespace Quickstart.Worker;

// The process that runs the job: an ordinary host. It ends by itself when the import has completed.
internal static class ImportWorker
{
    public static async Task<int> RunAsync(WorkFolder folder, int? holdAtBatch)
    {
        var parent = new ParentLink(holdAtBatch);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(OrderFiles.Shipped).AddSingleton(new OrdersDatabase(folder.Orders)).AddSingleton(parent);
        builder.Services.AddStatefulScheduler(scheduler => scheduler.UseSqlite(folder.Jobs))
            .AddImport(OrderFiles.Shipped)
            .StartWithHost();
        using var host = builder.Build();

        var scheduler = host.Services.GetRequiredService<IScheduler>();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        scheduler.Events.Subscribe<RunSucceeded>(run => parent.Tell(Report.Of(ReportKind.Committed, run.Job)));
        scheduler.Events.Subscribe<JobPaused>(paused => parent.Tell(Report.Of(ReportKind.Paused, paused.Job)));
        scheduler.Events.Subscribe<JobCompleted>(completed =>
        {
            parent.Tell(Report.Of(ReportKind.Completed, completed.Job));
            lifetime.StopApplication();
        });
        ParentLink.WhenParentIsGone(lifetime.StopApplication);

        await host.StartAsync();
        parent.Tell(Report.Of(ReportKind.Ready, await scheduler.GetJobAsync(ImportJob.Id)));
        await host.WaitForShutdownAsync();
        return 0;
    }
}
