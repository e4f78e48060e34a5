using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class RescheduleCall
{
    private static readonly string[] Known = ["id", "jobstore", "trigger", "trigger_args"];

    public static async Task PerformAsync(Turn turn)
    {
        var id = await CallTable.FindAsync(turn);
        if (Arguments.AreRefused(turn, Known))
            return;

        await turn.TryAsync(async () =>
        {
            var before = await turn.Stage.Scheduler.GetJobAsync(id);
            var made = TraceTrigger.Of(turn.Call, turn.Stage.Now);
            var trigger = made.From(turn.Stage.Now);
            var after = await turn.Stage.Scheduler.RescheduleJobAsync(id, trigger);
            turn.ReturnedJob = turn.ExpectsJob ? true : null;
            turn.ChangeKind = trigger == before.Trigger ? nameof(JobModified) : nameof(JobRescheduled);
            if (before.Status == JobStatus.Active && made.IsOver(turn.Stage.Now))
                turn.Expect(ScenarioRules.ExhaustedIsCompleted, () => turn.Expected.Add(new(nameof(JobCompleted), id)));
            if (before.Status == JobStatus.Paused)
                await ResumeAsync(turn, id, trigger, after);
            var job = turn.Book.Of(id);
            (job.Trigger, job.IsPaused, job.HasMovedGrid, job.IsPending) = (made, false, false, false);
            job.Move();
        });
    }

    private static async Task ResumeAsync(Turn turn, string id, Trigger trigger, ScheduledJob after)
    {
        turn.Use(ScenarioRules.RescheduleKeepsPause);
        turn.Require(after.Status == JobStatus.Paused, "a rescheduled job stays paused");
        await turn.Stage.Hand.ModifyJobAsync(id, change => change.Trigger(trigger).Resume());
    }
}
