namespace StatefulScheduler.Stores;

// Jobs that completed or failed, in the order in which they did: retention is settled on the way, never by a timer. Guarded by the store's lock.
internal sealed class FinishedJobs(int most)
{
    private static readonly TimeSpan KeepCompleted = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepFailed = TimeSpan.FromDays(30);
    private readonly LinkedList<JobSlot> order = [];
    private readonly Dictionary<JobSlot, LinkedListNode<JobSlot>> nodes = [];

    // True: the job has just finished.
    public bool Note(JobSlot job, DateTimeOffset now)
    {
        var isFinished = job.Status is JobStatus.Completed or JobStatus.Failed;
        if (isFinished == job.FinishedAt is not null)
            return false;

        job.FinishedAt = isFinished ? now : null;
        if (!isFinished)
            Forget(job);
        else if (job.Plan.Declaration is null) // A declared job stays, so that the next start does not add it again.
            nodes[job] = order.AddLast(job);
        return isFinished;
    }

    public void Forget(JobSlot job)
    {
        if (nodes.Remove(job, out var node))
            order.Remove(node);
    }

    public JobSlot? TakeOverdue(DateTimeOffset now)
    {
        if (order.First?.Value is not { } oldest || (order.Count <= most && oldest.FinishedAt + Keep(oldest) > now))
            return null;
        if (oldest.OpenRuns > 0)
            return null;
        Forget(oldest);
        return oldest;
    }

    private static TimeSpan Keep(JobSlot job) =>
        job.Plan.Options.KeepFinished ?? (job.Status == JobStatus.Completed ? KeepCompleted : KeepFailed);
}
