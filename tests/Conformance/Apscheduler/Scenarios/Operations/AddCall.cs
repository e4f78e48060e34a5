using StatefulScheduler.Conformance.Apscheduler.Scenarios.Stage;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class AddCall
{
    private static readonly string[] Known =
    [
        "id", "trigger", "trigger_args", "func", "args", "kwargs", "name", "misfire_grace_time", "coalesce", "max_instances",
        "next_run_time", "executor", "jobstore", "replace_existing",
    ];

    public static async Task PerformAsync(Turn turn)
    {
        await CallTable.OpenAsync(turn);
        if (Arguments.AreRefused(turn, Known) || IsUnknownStore(turn))
            return;

        var id = Scenario.IdOf(turn.Call.Id, turn.Call.Store);
        turn.JobId = id;
        await CallTable.EndRunsAsync(turn, id);
        var before = await turn.Stage.FindAsync(id);
        var isThere = before is { Status: not (JobStatus.Completed or JobStatus.Failed) };
        if (turn.ExpectedError == ErrorNames.Conflict && turn.Book.Find(id) is { IsAbsent: true, IsRemoved: false })
        {
            turn.Use(ScenarioRules.UnknownExecutor);
            turn.ExpectedError = null;
            return;
        }

        if (turn.ExpectedError == ErrorNames.Conflict && before is not null && !isThere)
        {
            await ReplaceAndRestoreAsync(turn, before);
            return;
        }

        await turn.TryAsync(() => AddAsync(turn, id));
        if (turn.FoundError is null)
            Note(turn, id, isThere);
        else if (turn.ExpectedError != turn.FoundError)
            await RefusedAsync(turn, id, isThere);
    }

    private static bool IsUnknownStore(Turn turn)
    {
        if (turn.ExpectedError is null || turn.Call.Store is not { } store || turn.Book.Stores.Contains(store))
            return false;
        turn.Use(ScenarioRules.OneStore);
        turn.ExpectedError = null;
        return true;
    }

    // The trace still lists a job without a further fire, and so refuses its id.
    private static async Task ReplaceAndRestoreAsync(Turn turn, ScheduledJob before)
    {
        turn.ExpectedError = null;
        turn.Expect(ScenarioRules.ExhaustedIsCompleted, () => turn.Expected.Add(new(nameof(JobAdded), before.Id)));
        await turn.Stage.Scheduler.AddJobAsync(new(before.Id, before.Handler, Trigger.At(DateTimeOffset.MaxValue)) { Options = before.Options, Arguments = before.Arguments });
        turn.ListedAs[before.Id] = Listing.There;
        turn.Follow(() => turn.Stage.Hand.AddJobAsync(new(before.Id, before.Handler, before.Trigger) { Options = before.Options, Arguments = before.Arguments, IfExists = IfExists.ReplaceAll }).AsTask());
    }

    private static async Task AddAsync(Turn turn, string id)
    {
        var (call, trigger) = (turn.Call, TraceTrigger.Of(turn.Call, turn.Stage.Now));
        var options = TraceOptions.Read(call, new());
        var first = Arguments.NextRun(call);
        var moved = first is { } time ? trigger.Beginning(time) : null;
        if (first is not null)
            turn.Use(ScenarioRules.FixedGrid);
        await turn.Stage.Scheduler.AddJobAsync(new(id, StageSetting.Handler, moved ?? trigger.From(turn.Stage.Now))
        {
            Arguments = TraceFunction.Pack(call),
            Options = options,
            Paused = call.IsNull("next_run_time") || (first is not null && moved is null),
            IfExists = call.Flag("replace_existing") ? IfExists.ReplaceAll : IfExists.Fail,
        });
        if (first is { } at && moved is null)
            await turn.Stage.Hand.ModifyJobAsync(id, change => change.Resume(ResumeFrom.At(at)));

        turn.ReturnedJob = turn.ExpectsJob ? true : null;
        var job = turn.Book.Begin(id);
        (job.Trigger, job.Options, job.Function) = (trigger, With(options, turn.Setting.Defaults), TraceFunction.Of(call));
        (job.IsPaused, job.HasMovedGrid) = (call.IsNull("next_run_time"), moved is not null);
        job.IsPending = turn.Book.IsStopped && first is null;
        if (first is null && !job.IsPaused && trigger.IsOver(turn.Stage.Now))
            turn.Expect(ScenarioRules.ExhaustedIsCompleted, () => turn.Expected.Add(new(nameof(JobCompleted), id)));
    }

    private static JobOptions With(JobOptions options, JobOptions defaults) => options with { MaxConcurrentRuns = options.MaxConcurrentRuns ?? defaults.MaxConcurrentRuns };

    private static void Note(Turn turn, string id, bool wasThere)
    {
        if (turn.Book.IsStopped)
            turn.Expect(ScenarioRules.LiveAtOnce, () => turn.Expected.Insert(0, new(nameof(JobAdded), id)));
        if (wasThere)
        {
            turn.Expect(ScenarioRules.ReplacedIsModified, () =>
                turn.Expected[turn.Expected.FindIndex(told => told == new Happening(nameof(JobAdded), id))] = new(nameof(JobModified), id));
        }
    }

    // The trace took what ours does not.
    private static async Task RefusedAsync(Turn turn, string id, bool isThere)
    {
        if (turn.FoundError == ErrorNames.Conflict && isThere && turn.Book.IsStopped)
        {
            turn.Use(ScenarioRules.ConflictAtTheAdd);
            turn.ExpectedError = ErrorNames.Conflict;
        }
        else if (turn.FoundError == ErrorNames.Argument && turn.Call.Text("executor") is { } executor && !turn.Setting.HasExecutor(executor))
        {
            turn.Use(ScenarioRules.UnknownExecutor);
            if (turn.ExpectedError is null)
            {
                turn.Require(turn.Book.IsStopped || turn.Step.Events.Any(told => told.Name == "JOB_ADDED" && told.Job == id), "the trace adds the job");
                turn.Book.Begin(id).IsAbsent = true;
                await turn.Stage.Hand.RemoveJobAsync(id); // The one that it replaces.
            }

            turn.ExpectedError = ErrorNames.Argument;
        }
    }
}
