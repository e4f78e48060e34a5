using System.Threading.Tasks.Sources;

namespace StatefulScheduler.Retries.Tests.Allocation;

// An operation that ends when it is told to, on the thread that tells it; used again and again, so that it allocates nothing itself.
internal sealed class Source : IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> core;

    public ValueTask<int> Begin()
    {
        core.Reset();
        return new(this, core.Version);
    }

    public void End(int result) => core.SetResult(result);

    public int GetResult(short token) => core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => core.OnCompleted(continuation, state, token, flags);
}
