namespace StatefulScheduler.Stores;

// Jobs that completed or failed, in the order in which they did: retention is settled on the way, never by a timer. Guarded by the store's lock.
internal sealed class FinishedJobs(int most)
{
    private static readonly TimeSpan KeepCompleted = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepFailed = TimeSpan.FromDays(30);
    private readonly LinkedList<FinishedJob> order = [];
    private readonly Dictionary<JobSlot, LinkedListNode<FinishedJob>> nodes = [];

    // By the end of their retention, so that a job that is kept for a month holds up nobody behind it.
    private readonly SortedSet<FinishedJob> ends = new(Comparer<FinishedJob>.Create((left, right) => (left.Until, left.Number).CompareTo((right.Until, right.Number))));
    private long numbers;

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
            Add(job, now);
        return isFinished;
    }

    public void Forget(JobSlot job)
    {
        if (!nodes.Remove(job, out var node))
            return;
        order.Remove(node);
        ends.Remove(node.Value);
    }

    public JobSlot? TakeOverdue(DateTimeOffset now)
    {
        var old = order.Count > most ? order.First?.Value : ends.Min is { } first && first.Until <= now ? first : null;
        if (old is null || old.Job.OpenRuns > 0)
            return null;
        Forget(old.Job);
        return old.Job;
    }

    private void Add(JobSlot job, DateTimeOffset now)
    {
        var keep = Keep(job);
        var finished = new FinishedJob(job, keep < DateTimeOffset.MaxValue - now ? now + keep : DateTimeOffset.MaxValue, ++numbers);
        nodes[job] = order.AddLast(finished);
        ends.Add(finished);
    }

    private static TimeSpan Keep(JobSlot job) =>
        job.Plan.Options.KeepFinished ?? (job.Status == JobStatus.Completed ? KeepCompleted : KeepFailed);

    private sealed record FinishedJob(JobSlot Job, DateTimeOffset Until, long Number);
}
