using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class ModifyCall
{
    // The id is no attribute that could be changed; it says which job.
    private static readonly string[] Known =
        ["id", "jobstore", "trigger", "trigger_args", "func", "args", "kwargs", "name", "misfire_grace_time", "coalesce", "max_instances", "next_run_time", "executor"];

    public static async Task PerformAsync(Turn turn)
    {
        var id = await CallTable.FindAsync(turn);
        if (Arguments.AreRefused(turn, Known))
            return;

        await turn.TryAsync(async () =>
        {
            var before = await turn.Stage.Scheduler.GetJobAsync(id);
            var job = turn.Book.Of(id);
            await turn.Stage.Scheduler.ModifyJobAsync(id, change => Describe(turn, job, before, change));
            job.Options = TraceOptions.Read(turn.Call, job.Options);
            turn.ReturnedJob = turn.ExpectsJob ? true : null;
            Note(turn, job, before);
            if (turn.Call.Has("trigger") && before.Status == JobStatus.Completed && !job.HasMovedGrid)
                await StayAsync(turn, job);
        });
        if (turn.FoundError == ErrorNames.Argument && turn.ExpectedError is null && turn.Call.Text("executor") is { } executor && !turn.Setting.HasExecutor(executor))
            await ForgetAsync(turn, id);
    }

    private static void Describe(Turn turn, TraceJob job, ScheduledJob before, JobChange change)
    {
        var call = turn.Call;
        change.Options(options => TraceOptions.Read(call, options));
        if (call.Has("func") || call.Has("args") || call.Has("kwargs"))
        {
            job.Function = TraceFunction.Of(call);
            change.Arguments(TraceFunction.Pack(call));
        }

        if (call.Has("trigger"))
            job.Trigger = TraceTrigger.Of(call, turn.Stage.Now);
        if (call.IsNull("next_run_time"))
            change.Pause();
        if (Arguments.NextRun(call) is { } first)
            MoveTo(turn, ScenarioRules.FixedGrid, job, before, change, first);
        else if (call.Has("trigger") && before is { Status: JobStatus.Active, NextFireAt: { } kept })
            MoveTo(turn, ScenarioRules.TriggerReschedules, job, before, change, kept);
        else if (call.Has("trigger"))
            change.Trigger(job.Trigger.From(turn.Stage.Now));
    }

    private static void MoveTo(Turn turn, Rule rule, TraceJob job, ScheduledJob before, JobChange change, DateTimeOffset first)
    {
        turn.Use(rule);
        if (job.Trigger.Beginning(first) is { } moved)
            change.Trigger(moved).Resume();
        else if (before.Status == JobStatus.Completed)
            change.Trigger(Trigger.At(first)); // Has none of its own to come.
        else if (turn.Call.Has("trigger"))
            change.Trigger(job.Trigger.From(turn.Stage.Now)).Resume(ResumeFrom.At(first));
        else
            change.Resume(ResumeFrom.At(first));
        job.HasMovedGrid = true;
    }

    private static void Note(Turn turn, TraceJob job, ScheduledJob before)
    {
        var (call, moves) = (turn.Call, Arguments.NextRun(turn.Call) is not null);
        var isRescheduled = call.Has("trigger") || (moves && (before.Status == JobStatus.Completed || job.Trigger.Beginning(turn.Stage.Now) is not null));
        turn.ChangeKind = (call.IsNull("next_run_time"), moves && before.Status == JobStatus.Paused, isRescheduled) switch
        {
            (true, _, _) => PauseCall.KindOf(before, turn.Stage.Now),
            (_, true, _) => nameof(JobResumed),
            (_, _, true) => nameof(JobRescheduled),
            _ => nameof(JobModified),
        };
        job.IsPaused = !moves && (job.IsPaused || call.IsNull("next_run_time"));
        job.IsPending &= !moves;
        if (moves || call.Has("trigger"))
            job.Move();
    }

    // Another trigger wakes a job that had no further fire; the trace leaves it without a next run.
    private static async Task StayAsync(Turn turn, TraceJob job)
    {
        turn.Use(ScenarioRules.TriggerReschedules);
        job.IsPaused = true;
        await turn.Stage.Hand.PauseJobAsync(job.Id);
    }

    private static async Task ForgetAsync(Turn turn, string id)
    {
        turn.Use(ScenarioRules.UnknownExecutor);
        turn.ExpectedError = ErrorNames.Argument;
        turn.Book.Of(id).IsAbsent = true;
        await turn.Stage.Hand.RemoveJobAsync(id);
    }
}
