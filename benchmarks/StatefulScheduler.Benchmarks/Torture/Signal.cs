namespace StatefulScheduler.Benchmarks.Torture;

// Something that happens once. Nobody waits for it longer than ten seconds.
internal sealed class Signal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Happened => happened.Task.IsCompleted;

    public void Set() => happened.TrySetResult();

    public Task WaitAsync() => happened.Task.WaitAsync(Patience);

    public async Task<bool> HappensAsync()
    {
        try
        {
            await WaitAsync();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
