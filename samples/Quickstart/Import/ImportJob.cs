using StatefulScheduler;

namespace Quickstart.Import;

// The declaration of the job: the same for the worker, which runs it, and for the operator, who only looks at it and changes it.
internal static class ImportJob
{
    public const string Id = "import-orders";

    public static SchedulerBuilder AddImport(this SchedulerBuilder scheduler, OrderFiles files) => scheduler
        .AddJson(AppJson.Default)
        .AddJob<ImportOrders>(
            Id,
            Trigger.Every(TimeSpan.FromSeconds(1)),
            new ImportState(files.Begin),
            new JobOptions { StateHistory = StateHistoryPolicy.All(100) },
            // A failed run pauses the job and says why, in that run's own commit: there is no moment at which it has failed and might run again.
            code => code.OnFailure(failed => failed.Pause(state => state.With<ImportState>(import => import with
            {
                Phase = "error",
                Error = failed.Exception.Message,
            }))));
}
