namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

// Stores and executors that come and go.
internal static class PartCalls
{
    public static Task AddStoreAsync(Turn turn)
    {
        if (IsTaken(turn, ScenarioRules.OneStore))
            turn.Book.Stores.Add(turn.Call.Alias);
        return Task.CompletedTask;
    }

    public static async Task RemoveStoreAsync(Turn turn)
    {
        if (!IsTaken(turn, ScenarioRules.OneStore))
            return;
        turn.Book.Stores.Remove(turn.Call.Alias);
        await RemoveCalls.ByHandAsync(turn, ScenarioRules.OneStore, turn.Call.Alias);
    }

    public static Task AddExecutorAsync(Turn turn)
    {
        if (IsTaken(turn, ScenarioRules.FixedExecutors))
            turn.Book.AbsentExecutors.Remove(turn.Call.Alias);
        return Task.CompletedTask;
    }

    public static Task RemoveExecutorAsync(Turn turn)
    {
        if (IsTaken(turn, ScenarioRules.FixedExecutors))
            turn.Book.AbsentExecutors.Add(turn.Call.Alias);
        return Task.CompletedTask;
    }

    // Whether the trace took it; ours is not asked.
    private static bool IsTaken(Turn turn, Rule rule)
    {
        turn.Use(rule);
        var taken = turn.ExpectedError is null;
        turn.ExpectedError = null;
        return taken;
    }
}
