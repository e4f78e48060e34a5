using System.Text.Json;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

// Which call of APScheduler is which of ours.
internal static class CallTable
{
    private static readonly Dictionary<string, Func<Turn, Task>> Calls = new()
    {
        ["start"] = SchedulerCalls.StartAsync,
        ["shutdown"] = SchedulerCalls.ShutdownAsync,
        ["pause"] = SchedulerCalls.PauseAsync,
        ["resume"] = SchedulerCalls.ResumeAsync,
        ["add_job"] = AddCall.PerformAsync,
        ["modify_job"] = ModifyCall.PerformAsync,
        ["reschedule_job"] = RescheduleCall.PerformAsync,
        ["pause_job"] = PauseCall.PerformAsync,
        ["resume_job"] = ResumeCall.PerformAsync,
        ["remove_job"] = RemoveCalls.RemoveAsync,
        ["remove_all_jobs"] = RemoveCalls.RemoveAllAsync,
        ["get_job"] = ReadCalls.GetAsync,
        ["get_jobs"] = ReadCalls.ListAsync,
        ["print_jobs"] = ReadCalls.ListAsync,
        ["advance"] = ClockCalls.AdvanceAsync,
        ["jump"] = ClockCalls.JumpAsync,
        ["wakeup"] = ClockCalls.WakeAsync,
        ["finish"] = ClockCalls.FinishAsync,
        ["add_jobstore"] = PartCalls.AddStoreAsync,
        ["remove_jobstore"] = PartCalls.RemoveStoreAsync,
        ["add_executor"] = PartCalls.AddExecutorAsync,
        ["remove_executor"] = PartCalls.RemoveExecutorAsync,
        ["add_listener"] = ListenerCalls.AddAsync,
        ["remove_listener"] = ListenerCalls.RemoveAsync,
    };

    public static Task PerformAsync(Turn turn) => Calls.TryGetValue(turn.Call.Name, out var perform)
        ? perform(turn)
        : throw new JsonException($"The call '{turn.Call.Name}' is not known.");

    // Commands need an open store: one that comes before the trace's start finds the scheduler paused.
    public static async Task OpenAsync(Turn turn)
    {
        if (turn.Stage.IsOpen)
            return;
        await turn.Stage.StartAsync(paused: true);
        turn.Expect(ScenarioRules.LiveAtOnce, () => turn.Expected.Insert(0, new(nameof(SchedulerStarted))));
    }

    // The job that a command means: of the given store, else of the first that has it.
    public static async Task<string> FindAsync(Turn turn)
    {
        await OpenAsync(turn);
        turn.JobId = turn.Call.Store is { } store ? Scenario.IdOf(turn.Call.Id, store) : FindInStores(turn);
        await ForgetFinishedAsync(turn, turn.JobId);
        await EndRunsAsync(turn, turn.JobId);
        return turn.JobId;
    }

    // A job that is gone in the trace, but in ours not before its last run has ended: the trace is followed by hand.
    public static async Task EndRunsAsync(Turn turn, string id)
    {
        if (turn.Book.Find(id) is not { EndsWithItsRun: true } job)
            return;
        turn.Use(ScenarioRules.AdvancedByTheRun);
        job.Abandon();
        await turn.Stage.Hand.RemoveJobAsync(id);
    }

    private static string FindInStores(Turn turn)
    {
        var ids = turn.Book.Stores.Append(null).Select(name => Scenario.IdOf(turn.Call.Id, name));
        var waiting = turn.Book.All.Select(job => job.Id).Where(id => Scenario.PlainId(id) == turn.Call.Id); // Perhaps for a store that is still to come.
        return ids.Concat(waiting).FirstOrDefault(id => turn.Book.Find(id) is { IsRemoved: false }) ?? Scenario.IdOf(turn.Call.Id, null);
    }

    // What has finished is still here; the trace goes on without it.
    private static async Task ForgetFinishedAsync(Turn turn, string id)
    {
        if (turn.Book.Find(id) is not { IsRemoved: true } || !await turn.Stage.HasFinishedAsync(id))
            return;
        turn.Use(ScenarioRules.FinishedStay);
        await turn.Stage.Hand.RemoveJobAsync(id);
    }
}
