namespace StatefulScheduler.Testing;

// Waits for a store to say that something is due earlier. It may take a moment: a store may say it from a thread, or after a message, of its own.
internal static class WakeUps
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task RaisesDueEarlierAsync(this TestedStore store, Func<Task> change, string what)
    {
        var raised = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Store.DueEarlier += raised.SetResultOnce;
        try
        {
            await change();
            await raised.Task.WaitAsync(Patience, TimeProvider.System, store.Cancellation);
        }
        catch (TimeoutException)
        {
            throw Expect.Broken($"DueEarlier after {what}", "that it is raised", "nothing");
        }
        finally
        {
            store.Store.DueEarlier -= raised.SetResultOnce;
        }
    }

    private static void SetResultOnce(this TaskCompletionSource source) => source.TrySetResult();
}
