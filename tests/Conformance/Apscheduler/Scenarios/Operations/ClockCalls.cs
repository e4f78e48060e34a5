using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class ClockCalls
{
    public static Task AdvanceAsync(Turn turn) => turn.Stage.PassAsync(Rest(turn));

    public static Task JumpAsync(Turn turn) => turn.Stage.JumpAsync(Rest(turn));

    public static Task WakeAsync(Turn turn) => turn.Stage.SettleAsync();

    // Ends the oldest submission of a job, whether or not the job is still there.
    public static async Task FinishAsync(Turn turn)
    {
        var id = turn.Book.All.FirstOrDefault(job => job.Held.Count > 0 && Scenario.PlainId(job.Id) == turn.Call.Id)?.Id ?? Scenario.IdOf(turn.Call.Id, turn.Call.Store);
        var (job, times) = (turn.Book.Find(id), 1);
        if (job?.Held.TryPeek(out var submission) == true && submission.Times.Count > 1)
            times = submission.Times.Count + job.Refused.Count;
        if (job is { LetsWait: true, Refused.Count: > 0 })
            await SkipAsync(turn, job);
        for (var i = 0; i < times; i++)
        {
            turn.Stage.Held.Release(id);
            await turn.Stage.SettleAsync();
        }
    }

    // It would run now.
    private static async Task SkipAsync(Turn turn, TraceJob job)
    {
        turn.Use(job.HasMovedMeanwhile ? ScenarioRules.SetDuringARun : ScenarioRules.SlotsAreWaitedFor);
        turn.Require((await turn.Stage.FindAsync(job.Id))?.NextFireAt == job.Refused[0], "what came due while every slot was taken waits");
        while ((await turn.Stage.FindAsync(job.Id))?.NextFireAt <= turn.Stage.Now)
            await turn.Stage.Hand.ModifyJobAsync(job.Id, change => change.SkipNext());
    }

    private static TimeSpan Rest(Turn turn) => turn.Step.Time - turn.Stage.Now;
}
