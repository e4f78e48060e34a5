namespace StatefulScheduler.Engine;

// The wait of one stop for what is in flight. By the real clock, whatever clock the scheduler has: how long a stop may take is a matter of the
// process, and a virtual clock would stand still here.
internal sealed class Drain(Dispatcher dispatcher)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5); // For a store that does not answer, once nothing runs any more: what is not committed runs again.
    private long movedAt = TimeProvider.System.GetTimestamp();
    private long answers = dispatcher.StoreAnswers;

    // False: it took too long, the store is not there, or the caller's token fired.
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!dispatcher.IsDrained)
        {
            if (cancellationToken.IsCancellationRequested || TimeProvider.System.GetElapsedTime(began) >= timeout || WaitsForStoreInVain())
                return false;
            dispatcher.GiveBackReady();
            await Task.Delay(Look, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }

    // A store that fails and one that never answers are alike here.
    private bool WaitsForStoreInVain()
    {
        if (!dispatcher.HasRunning && dispatcher.StoreAnswers == answers)
            return TimeProvider.System.GetElapsedTime(movedAt) >= StorePatience;
        answers = dispatcher.StoreAnswers;
        movedAt = TimeProvider.System.GetTimestamp();
        return false;
    }
}
