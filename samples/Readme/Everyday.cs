using StatefulScheduler;

namespace Readme;

internal static class Everyday
{
    public static async Task HoldMoveAndResumeAsync(IScheduler scheduler)
    {
        // <everyday>
        var job = await scheduler.PauseJobAsync("import", state => state.Set("phase", "held"), reason: "vendor outage");

        await scheduler.ActingAs("anna").ModifyJobAsync("import", change => change
            .Trigger(Trigger.Cron("0 9 * * MON-FRI", "Asia/Shanghai"))
            .State<ImportState>(state => state with { Cursor = 42 })
            .ExpectVersion(job.Version) // Refused if somebody was faster.
            .Reason("catch up after the outage"));

        await scheduler.ResumeJobAsync<ImportState>("import", state => state with { Phase = "idle" });
        // </everyday>
    }

    public static SchedulerBuilder Declare(SchedulerBuilder scheduler) => scheduler
        // <policy>
        .AddJob<ImportOrders>("import", Trigger.Every(TimeSpan.FromMinutes(5)), new ImportState(Cursor: 0), new JobOptions
        {
            OnFailure = FailurePolicy.Retry(maxAttempts: 5).ThenPause(set: new() { ["phase"] = "error" }),
        });
        // </policy>
}
