using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Who waits for the end of a run that was asked for by hand.
internal sealed class RunWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JobRun>> waiters = new(StringComparer.Ordinal);
    private int count;

    // Asked for every run: a count, since a ConcurrentDictionary takes all its locks to say that it is empty.
    public bool Any => Volatile.Read(ref count) > 0;

    public void Expect(string runId)
    {
        if (waiters.TryAdd(runId, new(TaskCreationOptions.RunContinuationsAsynchronously)))
            Interlocked.Increment(ref count);
    }

    public Task<JobRun>? Find(string runId) => waiters.TryGetValue(runId, out var waiter) ? waiter.Task : null;

    public void Forget(string runId) => TryRemove(runId, out _);

    public void Ended(JobRun run)
    {
        if (TryRemove(run.Id, out var waiter))
            waiter.TrySetResult(run);
    }

    // The job was paused or removed: runs that were asked for, and neither wait any more nor are in flight, will not come.
    public void Dropped(string jobId, IReadOnlyList<PendingRun> left, Func<string, bool> isInFlight)
    {
        if (!Any)
            return;
        foreach (var runId in waiters.Keys)
        {
            if (runId.StartsWith(jobId + "#", StringComparison.Ordinal) && !left.Any(pending => pending.RunId == runId) && !isInFlight(runId))
                Ended(new JobRun(runId, jobId, DateTimeOffset.MinValue, 1, RunOutcome.Cancelled));
        }
    }

    private bool TryRemove(string runId, [MaybeNullWhen(false)] out TaskCompletionSource<JobRun> waiter)
    {
        if (!waiters.TryRemove(runId, out waiter))
            return false;
        Interlocked.Decrement(ref count);
        return true;
    }
}
