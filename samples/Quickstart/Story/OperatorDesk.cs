using Microsoft.Extensions.DependencyInjection;
using Quickstart.Import;
using StatefulScheduler;

namespace Quickstart.Story;

// Somebody who opens jobs.db while no worker does: a scheduler without a host, started paused, so that it reads and changes and runs nothing.
internal sealed class OperatorDesk(WorkFolder folder)
{
    public Task<ScheduledJob> LookAsync() => WithSchedulerAsync(scheduler => scheduler.GetJobAsync(ImportJob.Id));

    // The correction and the end of the pause: one update, one version.
    public Task<ScheduledJob> SkipLineAndResumeAsync(string who, string why) => WithSchedulerAsync(scheduler =>
        scheduler.ActingAs(who).ResumeJobAsync<ImportState>(
            ImportJob.Id,
            import => import with
            {
                Cursor = import.Cursor with { Line = import.Cursor.Line + 1 },
                Skipped = import.Skipped + 1,
                Phase = "importing",
                Error = null,
            },
            why));

    public Task<IReadOnlyList<StateVersion>> HistoryAsync() => WithSchedulerAsync(async scheduler =>
        (await scheduler.GetStateHistoryAsync(ImportJob.Id)).Items);

    private async Task<T> WithSchedulerAsync<T>(Func<IScheduler, ValueTask<T>> act)
    {
        var services = new ServiceCollection();
        services.AddStatefulScheduler(scheduler => scheduler.UseSqlite(folder.Jobs))
            .AddImport(OrderFiles.Shipped)
            .Configure(options => (options.StartPaused, options.NodeName) = (true, "operator"));
        await using var provider = services.BuildServiceProvider();

        var scheduler = provider.GetRequiredService<IScheduler>();
        await scheduler.StartAsync();
        return await act(scheduler);
    }
}
