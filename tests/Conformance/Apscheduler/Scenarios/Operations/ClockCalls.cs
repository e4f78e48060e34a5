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
        var times = turn.Book.Find(id)?.Held.TryPeek(out var submission) == true ? submission.Times.Count : 1;
        for (var i = 0; i < times; i++)
        {
            turn.Stage.Held.Release(id);
            await turn.Stage.SettleAsync();
        }
    }

    private static TimeSpan Rest(Turn turn) => turn.Step.Time - turn.Stage.Now;
}
