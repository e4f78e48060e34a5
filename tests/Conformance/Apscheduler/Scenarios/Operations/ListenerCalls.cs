namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

// A listener that is told everything and does nothing, or fails; what it is told is compared after every step anyway.
internal static class ListenerCalls
{
    public static async Task AddAsync(Turn turn)
    {
        await CallTable.OpenAsync(turn);
        var fails = turn.Call.Arguments.Any(name => (name.Contains("rais", StringComparison.Ordinal) || name.Contains("fail", StringComparison.Ordinal)) && turn.Call.Flag(name));
        turn.Book.Listeners.Push(turn.Stage.Scheduler.Events.Subscribe<SchedulerEvent>(_ =>
        {
            if (fails)
                throw new InvalidOperationException("The listener of the trace fails.");
        }));
    }

    public static Task RemoveAsync(Turn turn)
    {
        if (turn.Book.Listeners.TryPop(out var listener))
            listener.Dispose();
        return Task.CompletedTask;
    }
}
