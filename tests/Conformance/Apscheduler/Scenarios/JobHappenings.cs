using System.Text.Json;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// What an event of a job, or of one of its runs, is in our words; where runs are held, ours tells part of it when they end.
internal static class JobHappenings
{
    public static IEnumerable<Happening> Translate(Turn turn, TraceJob job, TraceEvent told) => told.Name switch
    {
        "JOB_ADDED" => Added(turn, job),
        "JOB_MODIFIED" => [new(job.Function.Pauses && turn.Call.Name != "modify_job" && IsRunOf(turn, job) ? nameof(JobPaused) : turn.ChangeKind, job.Id)],
        "JOB_REMOVED" => Removed(turn, job),
        "JOB_SUBMITTED" => Submitted(turn, job, told),
        "JOB_MAX_INSTANCES" => Refused(turn, job, told),
        "JOB_EXECUTED" => [.. StartOf(turn, job, told), new(nameof(RunSucceeded), job.Id, told.Times[0], told.Value)],
        "JOB_ERROR" => [.. StartOf(turn, job, told), new(nameof(RunFailed), job.Id, told.Times[0], told.Value ?? "raised")],
        "JOB_MISSED" => [new(nameof(RunMissed), job.Id, told.Times[0])],
        _ => throw new JsonException($"The event {told.Name} is not known."),
    };

    private static bool IsRunOf(Turn turn, TraceJob job) => turn.Step.Events.Any(told => told.IsRunEnd && told.Job == job.Id);

    // Of a pending job the trace tells when the scheduler starts, and ours told when it was added.
    private static IEnumerable<Happening> Added(Turn turn, TraceJob job)
    {
        job.IsRemoved = false;
        if (turn.Call.Name != "start")
            return [new(nameof(JobAdded), job.Id)];
        turn.Use(ScenarioRules.LiveAtOnce);
        return [];
    }

    private static IEnumerable<Happening> Removed(Turn turn, TraceJob job)
    {
        job.IsRemoved = true;
        if (turn.Call.Name == "remove_job" || turn.Book.All.Any(other => other.Function.Removes && IsRunOf(turn, other)))
            return [new(nameof(JobRemoved), job.Id)];
        if (job.Held.Count == 0)
        {
            turn.Use(ScenarioRules.FinishedStay);
            return [new(nameof(JobCompleted), job.Id)];
        }

        turn.Use(ScenarioRules.AdvancedByTheRun);
        job.EndsWithItsRun = true;
        return [];
    }

    private static IEnumerable<Happening> Submitted(Turn turn, TraceJob job, TraceEvent told)
    {
        var begun = told.Times.Where(time => !IsToldOf(turn, job, time, "JOB_MISSED")).ToList();
        if (job.IsManual)
        {
            var slots = Math.Min(begun.Count, Math.Max(1, job.Slots - job.Held.Count));
            job.Held.Enqueue(new(begun, slots));
            begun = begun[..slots];
        }

        return begun.Select(time => new Happening(nameof(RunStarted), job.Id, time));
    }

    private static IEnumerable<Happening> Refused(Turn turn, TraceJob job, TraceEvent told)
    {
        job.Refused.AddRange(told.Times);
        turn.Use(ScenarioRules.SkippedAtTheEnd);
        return [];
    }

    // A run that ended has begun, also where a fault kept the trace from telling of the submission.
    private static IEnumerable<Happening> StartOf(Turn turn, TraceJob job, TraceEvent told) =>
        turn.Call.Name == "finish" || IsToldOf(turn, job, told.Times[0], "JOB_SUBMITTED") ? [] : [new(nameof(RunStarted), job.Id, told.Times[0])];

    private static bool IsToldOf(Turn turn, TraceJob job, DateTimeOffset time, string name) =>
        turn.Step.Events.Any(told => told.Name == name && told.Job == job.Id && told.Times.Contains(time));
}
