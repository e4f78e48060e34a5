using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class SchedulerCalls
{
    public static async Task StartAsync(Turn turn)
    {
        if (!turn.Book.IsStopped)
        {
            BeCalm(turn);
            await turn.Stage.Scheduler.StartAsync();
        }
        else if (turn.ExpectedError is ErrorNames.Conflict or ErrorNames.Argument)
        {
            // Half a start: of jobs that wait, one has an id that is taken, or a store that does not exist.
            turn.Expect(turn.ExpectedError == ErrorNames.Conflict ? ScenarioRules.ConflictAtTheAdd : ScenarioRules.OneStore, turn.Expected.Clear);
            turn.ExpectedError = null;
        }
        else
        {
            await BeginAsync(turn, turn.Call.Flag("paused"));
        }
    }

    public static async Task ShutdownAsync(Turn turn)
    {
        if (turn.Book.IsStopped)
        {
            await StayAsync(turn, scheduler => scheduler.StopAsync());
            return;
        }

        var before = await turn.Stage.ListAsync();
        await turn.Stage.Scheduler.StopAsync();
        var after = await turn.Stage.ListAsync();
        turn.Require(before.Select(job => job.Id).SequenceEqual(after.Select(job => job.Id)), "the jobs are there after the stop");
        await RemoveCalls.ByHandAsync(turn, ScenarioRules.StoreSurvives, store: null);
    }

    public static Task PauseAsync(Turn turn) => turn.Book.IsStopped ? StayAsync(turn, scheduler => scheduler.PauseAsync()) : turn.Stage.Scheduler.PauseAsync().AsTask();

    public static Task ResumeAsync(Turn turn) => turn.Book.IsStopped ? StayAsync(turn, scheduler => scheduler.ResumeAsync()) : turn.Stage.Scheduler.ResumeAsync().AsTask();

    // Not before the trace's start: ours may be open by then, and would be resumed.
    private static async Task StayAsync(Turn turn, Func<IScheduler, ValueTask> call)
    {
        BeCalm(turn);
        if (turn.Book.HasStarted)
            await call(turn.Stage.Scheduler);
    }

    private static void BeCalm(Turn turn)
    {
        turn.Use(ScenarioRules.CalmLifecycle);
        turn.Require(turn.ExpectedError == ErrorNames.Lifecycle, "the trace refuses it");
        turn.ExpectedError = null;
    }

    private static async Task BeginAsync(Turn turn, bool paused)
    {
        if (!turn.Book.Stores.Contains(Scenario.DefaultAlias))
            turn.Book.Stores.Add(Scenario.DefaultAlias);
        await CountFromNowAsync(turn);
        var isOpen = turn.Stage.IsOpen && !turn.Book.HasStarted;
        turn.Book.HasStarted = true;
        if (!isOpen)
        {
            await turn.Stage.StartAsync(paused);
            return;
        }

        if (!paused)
            await turn.Stage.Scheduler.ResumeAsync();
        turn.Expect(ScenarioRules.LiveAtOnce, () =>
        {
            turn.Require(turn.Expected.RemoveAll(told => told.Kind == nameof(SchedulerStarted)) == 1, "the trace tells of the start");
            if (!paused)
                turn.Expected.Insert(0, new(nameof(SchedulerResumed)));
        });
    }

    // A pending job knows nothing of what would have been due before the start; ours is late for it, and is told to count from now.
    private static async Task CountFromNowAsync(Turn turn)
    {
        foreach (var job in turn.Book.All.Where(job => job is { IsPending: true, IsRemoved: false, IsAbsent: false }))
        {
            job.IsPending = false;
            if (job.IsPaused || job.Trigger.IsDate || !((await turn.Stage.FindAsync(job.Id))?.NextFireAt < turn.Stage.Now))
                continue;
            turn.Use(ScenarioRules.LiveAtOnce);
            await turn.Stage.Hand.ModifyJobAsync(job.Id, change => change.Trigger(job.Trigger.From(turn.Stage.Now)));
        }
    }
}
