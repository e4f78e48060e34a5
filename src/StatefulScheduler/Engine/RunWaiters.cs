using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// The ends of runs that were asked for by hand, as far as they are seen on this node: of those that it was asked for, the last 1,000, for those who
// ask late; and of those that somebody waits for.
internal sealed class RunWaiters
{
    private const int KeptAsked = 1000;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JobRun>> ends = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> asked = new();
    private int waiting;

    // Whether somebody waits.
    public bool Any => Volatile.Read(ref waiting) > 0;

    public void Expect(string runId)
    {
        End(runId);
        asked.Enqueue(runId);
        if (asked.Count > KeptAsked && asked.TryDequeue(out var oldest))
            Forget(oldest);
    }

    public bool Knows(string runId) => ends.ContainsKey(runId);

    public void Forget(string runId) => ends.TryRemove(runId, out _);

    // Completes when the run ends on this node, or is dropped by a command given here. Each is followed by EndWait.
    public Task<JobRun> BeginWait(string runId)
    {
        Interlocked.Increment(ref waiting);
        return End(runId).Task;
    }

    public void EndWait(string runId, bool wasKnown)
    {
        Interlocked.Decrement(ref waiting);
        if (!wasKnown)
            Forget(runId);
    }

    public void Ended(JobRun run)
    {
        if (ends.TryGetValue(run.Id, out var end))
            end.TrySetResult(run);
    }

    // The job was paused or removed: runs that were asked for, and neither wait any more nor are in flight, will not come.
    public void Dropped(string jobId, IReadOnlyList<PendingRun> left, Func<string, bool> isInFlight)
    {
        foreach (var (runId, end) in ends)
        {
            if (!end.Task.IsCompleted && IsOf(runId, jobId) && !left.Any(pending => pending.RunId == runId) && !isInFlight(runId))
                Ended(new JobRun(runId, jobId, DateTimeOffset.MinValue, 1, RunOutcome.Cancelled));
        }
    }

    private TaskCompletionSource<JobRun> End(string runId) =>
        ends.GetOrAdd(runId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    // An id may hold '#' itself; what follows the last one is the run's own part.
    private static bool IsOf(string runId, string jobId) =>
        runId.LastIndexOf('#') == jobId.Length && runId.StartsWith(jobId, StringComparison.Ordinal);
}
