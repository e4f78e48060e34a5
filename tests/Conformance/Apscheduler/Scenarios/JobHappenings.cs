using System.Text.Json;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// What an event of a job, or of one of its runs, is in our words; where runs are held, ours tells part of it when they end.
internal static class JobHappenings
{
    public static IEnumerable<Happening> Translate(Turn turn, TraceJob job, TraceEvent told) => told.Name switch
    {
        "JOB_ADDED" => Added(turn, job),
        "JOB_MODIFIED" => Modified(turn, job),
        "JOB_REMOVED" => Removed(turn, job),
        "JOB_SUBMITTED" => Submitted(turn, job, told),
        "JOB_MAX_INSTANCES" => Refused(turn, job, told),
        "JOB_EXECUTED" => [.. StartOf(turn, job, told), new(nameof(RunSucceeded), job.Id, told.Times[0], told.Value)],
        "JOB_ERROR" => [.. StartOf(turn, job, told), new(nameof(RunFailed), job.Id, told.Times[0], ErrorNames.OfRun(told.Value ?? "raised"))],
        "JOB_MISSED" => [new(nameof(RunMissed), job.Id, told.Times[0])],
        _ => throw new JsonException($"The event {told.Name} is not known."),
    };

    private static bool IsRunOf(Turn turn, TraceJob job) => turn.Step.Events.Any(told => told.IsRunEnd && told.Job == job.Id);

    // Of a call, or of the function of a job that has run.
    private static IEnumerable<Happening> Modified(Turn turn, TraceJob job)
    {
        if (!IsTargetOfRun(turn, job, function => function.Pauses))
            return [new(turn.ChangeKind, turn.JobId ?? job.Id)];
        job.IsPaused = true;
        return [new(nameof(JobPaused), job.Id)];
    }

    private static bool IsTargetOfRun(Turn turn, TraceJob job, Predicate<TraceFunction> gives) =>
        turn.Book.All.Any(other => gives(other.Function) && other.Function.TargetOf(other.Id) == job.Id && IsRunOf(turn, other));

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
        if (turn.Call.Name == "remove_job" || IsTargetOfRun(turn, job, function => function.Removes))
        {
            job.Abandon();
            return [new(nameof(JobRemoved), job.Id)];
        }

        if (!job.IsManual || (job.Held.Count == 0 && !turn.Step.Events.Any(told => told.Name == "JOB_SUBMITTED" && told.Job == job.Id)))
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
        return job.IsManual ? Held(turn, job, begun) : begun.Select(time => new Happening(nameof(RunStarted), job.Id, time));
    }

    // Ours begins as many as there are slots, and what is too late already is missed now.
    private static List<Happening> Held(Turn turn, TraceJob job, List<DateTimeOffset> times)
    {
        var late = turn.Call.Name == "advance" ? [] : times.Where(time => turn.Step.Time - time > turn.GraceOf(job)).ToList();
        if (late.Count > 0)
            turn.Use(ScenarioRules.LateWhenItStarts);
        var begun = times.Except(late).ToList();
        var slots = Math.Min(begun.Count, Math.Max(1, job.Slots - job.Held.Count));
        job.Held.Enqueue(new(late, begun, slots, job.Slots == 1 && slots > 0 ? ListedAt(turn, job, begun[0]) : null));
        return [.. late.Select(time => new Happening(nameof(RunMissed), job.Id, time)), .. begun[..slots].Select(time => new Happening(nameof(RunStarted), job.Id, time))];
    }

    private static DateTimeOffset ListedAt(Turn turn, TraceJob job, DateTimeOffset first) =>
        Operations.Arguments.NextRun(turn.Call) ?? (turn.Call.Name is "advance" or "jump" or "start" or "resume" or "wakeup" ? turn.Book.LastNextOf(job.Id) : null) ?? first;

    private static IEnumerable<Happening> Refused(Turn turn, TraceJob job, TraceEvent told)
    {
        if (job.Refused.Count == 0 && turn.Call.Name != "advance" && turn.Book.LastNextOf(job.Id) is { } first && first < told.Times[0])
            job.Refused.Add(first); // Coalesced: the trace tells of the last, ours of the first.
        job.Refused.AddRange(told.Times);
        turn.Use(job.HasMovedMeanwhile ? ScenarioRules.SetDuringARun : job.Slots > 1 ? ScenarioRules.SlotsAreWaitedFor : ScenarioRules.SkippedAtTheEnd);
        return [];
    }

    // A run that ended has begun, also where a fault kept the trace from telling of the submission.
    private static IEnumerable<Happening> StartOf(Turn turn, TraceJob job, TraceEvent told) =>
        turn.Call.Name == "finish" || IsToldOf(turn, job, told.Times[0], "JOB_SUBMITTED") ? [] : [new(nameof(RunStarted), job.Id, told.Times[0])];

    private static bool IsToldOf(Turn turn, TraceJob job, DateTimeOffset time, string name) =>
        turn.Step.Events.Any(told => told.Name == name && told.Job == job.Id && told.Times.Contains(time));
}
