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
        var removed = (await turn.Stage.ListAsync()).Where(job => turn.Call.Store is not { } store || Trace.Scenario.StoreOf(job.Id) == store).ToList();
        foreach (var job in removed)
        {
            await turn.Stage.Scheduler.RemoveJobAsync(job.Id);
            turn.Book.Of(job.Id).IsRemoved = true;
            turn.Book.Of(job.Id).Abandon();
        }

        turn.Expect(ScenarioRules.RemovedOneByOne, () => turn.Expected.AddRange(removed.Select(job => new Happening(nameof(JobRemoved), job.Id))));
    }

    // What theirs has no more, and ours still has.
    public static async Task ByHandAsync(Turn turn, Rule rule, IEnumerable<ScheduledJob> jobs)
    {
        foreach (var job in jobs)
        {
            turn.Use(rule);
            await turn.Stage.Hand.RemoveJobAsync(job.Id);
            turn.Book.Of(job.Id).IsRemoved = true;
        }
    }
}
