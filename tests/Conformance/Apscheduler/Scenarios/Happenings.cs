using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// Which event of APScheduler is which of ours:
//
//     SCHEDULER_STARTED, _SHUTDOWN, _PAUSED, _RESUMED   SchedulerStarted, -Stopped, -Paused, -Resumed
//     EXECUTOR_ADDED, _REMOVED, JOBSTORE_ADDED, …       nothing
//     JOB_ADDED                                         JobAdded
//     JOB_MODIFIED                                      JobModified, -Paused, -Resumed or -Rescheduled, by the call
//     JOB_REMOVED                                       JobRemoved; JobCompleted when it is for want of a further fire
//     ALL_JOBS_REMOVED                                  JobRemoved for each
//     JOB_SUBMITTED                                     RunStarted for each occurrence, unless it is missed
//     JOB_EXECUTED, JOB_ERROR, JOB_MISSED               RunSucceeded, RunFailed, RunMissed
//     JOB_MAX_INSTANCES                                 RunSkipped
internal static class Happenings
{
    public static IEnumerable<Happening> Expected(Turn turn) => turn.Step.Events.SelectMany(told => Translate(turn, told)).ToList();

    public static IReadOnlyList<Happening> Found(IReadOnlyList<SchedulerEvent> events)
    {
        var found = new List<(Happening Told, long Version)>();
        foreach (var told in events)
        {
            var happening = Of(told);
            var version = (told as JobEvent)?.Job.Version ?? 0;
            if (happening.IsChange && found.Count > 0 && found[^1] is var (last, its) && last.IsChange && last.Job == happening.Job && its == version)
                found[^1] = (Rank(last) >= Rank(happening) ? last : happening, version); // One commit that is told in several ways.
            else
                found.Add((happening, version));
        }

        return [.. found.Select(pair => pair.Told)];
    }

    private static int Rank(Happening told) => told.Kind switch
    {
        nameof(JobPaused) => 3,
        nameof(JobResumed) => 2,
        nameof(JobRescheduled) => 1,
        _ => 0,
    };

    private static Happening Of(SchedulerEvent told) => told switch
    {
        RunSucceeded run => new(nameof(RunSucceeded), run.Job.Id, run.Run.ScheduledAt, run.Run.Result.Kind == System.Text.Json.JsonValueKind.Undefined ? null : run.Run.Result.As<string>()),
        RunFailed run => new(nameof(RunFailed), run.Job.Id, run.Run.ScheduledAt, ErrorNames.OfRun(run.Exception)),
        RunEvent run => new(told.GetType().Name, run.Job.Id, run.Run.ScheduledAt),
        JobEvent job => new(told.GetType().Name, job.Job.Id),
        _ => new(told.GetType().Name),
    };

    private static IEnumerable<Happening> Translate(Turn turn, TraceEvent told)
    {
        switch (told.Name)
        {
            case "SCHEDULER_STARTED":
                return [new(nameof(SchedulerStarted))];
            case "SCHEDULER_SHUTDOWN":
                return [new(nameof(SchedulerStopped))];
            case "SCHEDULER_PAUSED":
                return [new(nameof(SchedulerPaused))];
            case "SCHEDULER_RESUMED":
                return [new(nameof(SchedulerResumed))];
            case "EXECUTOR_ADDED" or "EXECUTOR_REMOVED" or "JOBSTORE_ADDED" or "JOBSTORE_REMOVED":
                turn.Use(ScenarioRules.BuiltParts);
                return [];
            case "ALL_JOBS_REMOVED":
                return []; // The call says which.
            default:
                return JobHappenings.Translate(turn, turn.Book.Of(told.Job!), told);
        }
    }
}
