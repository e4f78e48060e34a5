using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class RemoveCalls
{
    // Ours answers whether the job was there.
    public static async Task RemoveAsync(Turn turn)
    {
        var id = await CallTable.FindAsync(turn);
        if (!await turn.Stage.Scheduler.RemoveJobAsync(id))
            turn.Fail(ErrorNames.Lookup);
    }

    public static async Task RemoveAllAsync(Turn turn)
    {
        await CallTable.OpenAsync(turn);
        var removed = (await turn.Stage.ListAsync()).Where(job => turn.Call.Store is not { } store || Scenario.StoreOf(job.Id) == store).ToList();
        foreach (var job in removed)
            await turn.Stage.Scheduler.RemoveJobAsync(job.Id);

        Forget(turn, turn.Call.Store);
        turn.Require(turn.Step.Events.Any(told => told.Name == "ALL_JOBS_REMOVED"), "the trace tells of the removal");
        turn.Expect(ScenarioRules.RemovedOneByOne, () => turn.Expected.AddRange(removed.Select(job => new Happening(nameof(JobRemoved), job.Id))));
    }

    // What theirs has no more, and ours still has.
    public static async Task ByHandAsync(Turn turn, Rule rule, string? store)
    {
        foreach (var job in await turn.Stage.ListAsync())
        {
            if (store is null || Scenario.StoreOf(job.Id) == store)
                await ByHandAsync(turn, rule, job);
        }

        Forget(turn, store);
    }

    public static async Task ByHandAsync(Turn turn, Rule rule, ScheduledJob job)
    {
        turn.Use(rule);
        await turn.Stage.Hand.RemoveJobAsync(job.Id);
        Forget(turn.Book.Of(job.Id));
    }

    private static void Forget(Turn turn, string? store)
    {
        foreach (var job in turn.Book.All.Where(job => store is null || Scenario.StoreOf(job.Id) == store))
            Forget(job);
    }

    private static void Forget(TraceJob job)
    {
        job.IsRemoved = true;
        job.Abandon();
    }
}
