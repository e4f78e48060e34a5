using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Who waits for the end of a run that was asked for by hand. The last that ended are kept, for those who ask late.
internal sealed class RunWaiters
{
    private const int KeptEnded = 1000;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JobRun>> waiters = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> ended = new();
    private int count;

    // Asked for every run: a count, since a ConcurrentDictionary takes all its locks to say that it is empty.
    public bool Any => Volatile.Read(ref count) > 0;

    public void Expect(string runId)
    {
        if (waiters.TryAdd(runId, new(TaskCreationOptions.RunContinuationsAsynchronously)))
            Interlocked.Increment(ref count);
    }

    public Task<JobRun>? Find(string runId) => waiters.TryGetValue(runId, out var waiter) ? waiter.Task : null;

    public void Forget(string runId)
    {
        if (waiters.TryRemove(runId, out var waiter) && !waiter.Task.IsCompleted)
            Interlocked.Decrement(ref count);
    }

    public void Ended(JobRun run)
    {
        if (!waiters.TryGetValue(run.Id, out var waiter) || !waiter.TrySetResult(run))
            return;
        Interlocked.Decrement(ref count);
        ended.Enqueue(run.Id);
        if (ended.Count > KeptEnded && ended.TryDequeue(out var oldest))
            waiters.TryRemove(oldest, out _);
    }

    // An id may hold '#' itself; what follows the last one is the run's own part.
    private static bool IsOf(string runId, string jobId) =>
        runId.LastIndexOf('#') == jobId.Length && runId.StartsWith(jobId, StringComparison.Ordinal);

    // The job was paused or removed: runs that were asked for, and neither wait any more nor are in flight, will not come.
    public void Dropped(string jobId, IReadOnlyList<PendingRun> left, Func<string, bool> isInFlight)
    {
        if (!Any)
            return;
        foreach (var runId in waiters.Keys)
        {
            if (IsOf(runId, jobId) && !left.Any(pending => pending.RunId == runId) && !isInFlight(runId))
                Ended(new JobRun(runId, jobId, DateTimeOffset.MinValue, 1, RunOutcome.Cancelled));
        }
    }
}
