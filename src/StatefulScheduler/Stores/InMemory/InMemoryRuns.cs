namespace StatefulScheduler.Stores;

// What is due, what is open, and what was set aside because no node that asked can run it. Guarded by the store's lock.
internal sealed class InMemoryRuns
{
    private readonly LeaseList leases = new();
    private readonly HashSet<JobSlot> aside = [];
    private readonly SortedList<int, DueQueue> queues = new(Comparer<int>.Create((left, right) => right.CompareTo(left)));
    private HandlerSet? asked;
    private DateTimeOffset announced = DateTimeOffset.MaxValue;

    public ClaimResult Claim(ClaimRequest request, Span<JobClaim> claims, DateTimeOffset now)
    {
        LookAgain(request.Handlers, now);
        var count = TakeOver(request, claims, now);
        var bytes = 0L;
        for (var rank = 0; rank < queues.Count && count < claims.Length; rank++)
        {
            var queue = queues.Values[rank];
            while (count < claims.Length && (count == 0 || bytes < request.MaxStateBytes) && queue.TryPop(now.UtcTicks, out var job))
            {
                if (!request.Handlers.CanRun(job.Plan.Handler, job.StateSchema))
                {
                    aside.Add(job);
                    continue;
                }

                Open(job, job.DuePending(now), ref claims[count++], now + request.Lease);
                bytes += job.State.Utf8.Length;
                if (job.Plan.RunSlots > 1)
                    Requeue(job, now);
            }
        }

        var next = NextDue();
        announced = next ?? DateTimeOffset.MaxValue;
        return new(count, IsDue(now), next, now);
    }

    // True: the job is due earlier than the last claim said anything would be.
    public bool Requeue(JobSlot job, DateTimeOffset now)
    {
        var queue = QueueOf(job.Plan.Priority);
        if (job.DueAt() is not { } due)
        {
            Unqueue(job);
            return false;
        }

        // A job that is an hour behind must not starve the others: overdue jobs queue up behind each other.
        if (!queue.Holds(job))
            Unqueue(job);
        queue.Insert(job, Math.Max(due.UtcTicks, now.UtcTicks));
        if (due >= announced)
            return false;
        announced = due;
        return true;
    }

    public bool Renew(JobSlot job, long fence, DateTimeOffset until)
    {
        if (job.FindOpen(fence) is not { } run)
            return false;
        leases.Remove(run);
        run.LeaseUntil = until;
        leases.Add(run);
        return true;
    }

    public void Advance(OpenRun run)
    {
        run.Advanced = true;
        if (run.Job.Holder == run)
            run.Job.Holder = null;
    }

    public void Close(OpenRun run, in JobCommit commit)
    {
        var job = run.Job;
        Shut(run);
        run.DoneFence = run.Fence;
        if (commit.Outcome == RunOutcome.Pending)
            GiveBack(job, run);
        else if (commit.Outcome != RunOutcome.Abandoned)
            job.AbandonedRuns = 0;
    }

    public void Forget(JobSlot job)
    {
        Unqueue(job);
        for (var run = leases.First; run is not null;)
        {
            var later = run.Later;
            if (run.Job == job)
                leases.Remove(run);
            run = later;
        }
    }

    private static void GiveBack(JobSlot job, OpenRun run)
    {
        if (run.Pending is { } pending)
            job.Pending = [.. job.Pending, pending];
        else if (run.Advanced)
            job.Pending = [.. job.Pending, new PendingRun { Kind = PendingKind.Retry, ScheduledAt = run.ScheduledAt, DueAt = run.ScheduledAt, FirstAttemptAt = run.ScheduledAt, OffSchedule = true }];
    }

    // A node with other handlers asks: what the others could not run may be for it.
    private void LookAgain(HandlerSet handlers, DateTimeOffset now)
    {
        if (ReferenceEquals(asked, handlers))
            return;
        asked = handlers;
        foreach (var job in aside.ToArray())
            Requeue(job, now);
    }

    // Open runs whose lease has ended: the same occurrence, under a new fence.
    private int TakeOver(ClaimRequest request, Span<JobClaim> claims, DateTimeOffset now)
    {
        var count = 0;
        for (var run = leases.First; run is not null && run.LeaseUntil <= now && count < claims.Length;)
        {
            var later = run.Later;
            var job = run.Job;
            if (request.Handlers.CanRun(job.Plan.Handler, job.StateSchema))
            {
                var (fence, scheduledAt, pending, advanced) = (run.Fence, run.ScheduledAt, run.Pending, run.Advanced);
                Shut(run);
                job.AbandonedRuns++;
                ref var claim = ref claims[count];
                if (pending is null && !advanced && job.Status != JobStatus.Active)
                {
                    Requeue(job, now); // Paused meanwhile: the occurrence waits for the resume.
                }
                else
                {
                    count++;
                    Open(job, pending, ref claim, now + request.Lease, kept: true);
                    claim.TookOver = fence;
                    claim.ScheduledAt = scheduledAt;
                    claim.Advanced = advanced;
                    var mine = job.FindOpen(claim.Fence)!;
                    mine.ScheduledAt = scheduledAt;
                    if (advanced)
                        Advance(mine);
                }
            }

            run = later;
        }

        return count;
    }

    private void Open(JobSlot job, PendingRun? pending, ref JobClaim claim, DateTimeOffset leaseUntil, bool kept = false)
    {
        var run = job.FreeRun();
        run.IsOpen = true;
        run.Fence = ++job.Fence;
        run.Pending = pending;
        run.ScheduledAt = pending?.ScheduledAt ?? job.NextFireAt ?? leaseUntil;
        run.Advanced = pending is { OffSchedule: true };
        run.LeaseUntil = leaseUntil;
        leases.Add(run);
        job.OpenRuns++;
        if (!run.Advanced)
            job.Holder = run;
        if (pending is not null && !kept)
            job.Pending = Without(job.Pending, pending);

        claim.Handle = job;
        claim.Plan = job.Plan;
        claim.State = job.State;
        claim.StateSchema = job.StateSchema;
        claim.Version = job.Version;
        claim.StateVersion = job.StateVersion;
        claim.Status = job.Status;
        claim.Fence = run.Fence;
        claim.ScheduledAt = run.ScheduledAt;
        claim.NextFireAt = job.NextFireAt;
        claim.PreviousFireAt = job.PreviousFireAt;
        claim.Pending = pending;
        claim.Advanced = run.Advanced;
        claim.TookOver = 0;
        claim.AbandonedRuns = job.AbandonedRuns;
    }

    // Apart, since a lambda that captures a parameter allocates whenever its method is entered.
    private static PendingRun[] Without(PendingRun[] all, PendingRun one) => [.. all.Where(other => !ReferenceEquals(other, one))];

    private void Shut(OpenRun run)
    {
        leases.Remove(run);
        run.IsOpen = false;
        run.Job.OpenRuns--;
        if (run.Job.Holder == run)
            run.Job.Holder = null;
    }

    private void Unqueue(JobSlot job)
    {
        aside.Remove(job);
        if (job.HeapIndex < 0)
            return;
        foreach (var queue in queues.Values)
        {
            if (queue.Holds(job))
            {
                queue.Remove(job);
                return;
            }
        }
    }

    private DueQueue QueueOf(int priority)
    {
        if (queues.Count == 1 && queues.Keys[0] == priority)
            return queues.Values[0];
        if (!queues.TryGetValue(priority, out var queue))
            queues.Add(priority, queue = new DueQueue());
        return queue;
    }

    private bool IsDue(DateTimeOffset now)
    {
        foreach (var queue in queues.Values)
        {
            if (queue.NextKey <= now.UtcTicks)
                return true;
        }

        return false;
    }

    private DateTimeOffset? NextDue()
    {
        var next = leases.First?.LeaseUntil.UtcTicks;
        foreach (var queue in queues.Values)
        {
            if (queue.NextKey is { } key && !(next <= key))
                next = key;
        }

        return next is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}
