using System.Collections.Concurrent;

namespace StatefulScheduler.Engine;

// Who waits for the end of a run that was asked for by hand.
internal sealed class RunWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JobRun>> waiters = new(StringComparer.Ordinal);

    public bool Any => !waiters.IsEmpty;

    public void Expect(string runId) => waiters.TryAdd(runId, new(TaskCreationOptions.RunContinuationsAsynchronously));

    public Task<JobRun>? Find(string runId) => waiters.TryGetValue(runId, out var waiter) ? waiter.Task : null;

    public void Forget(string runId) => waiters.TryRemove(runId, out _);

    public void Ended(JobRun run)
    {
        if (waiters.TryRemove(run.Id, out var waiter))
            waiter.TrySetResult(run);
    }
}
