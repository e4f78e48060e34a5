namespace StatefulScheduler.Stores;

// What is due, what is open, and what was set aside because no node that asked can run it. Guarded by the store's lock.
internal sealed class InMemoryRuns
{
    private readonly LeaseList leases = new();
    private readonly HashSet<JobSlot> aside = [];
    private readonly HashSet<OpenRun> asleep = [];
    private readonly SortedList<int, DueQueue> queues = new(Comparer<int>.Create((left, right) => right.CompareTo(left)));
    private readonly SuspectTurns turns = new();
    private HandlerSet? asked;
    private string? askedBy;
    private DateTimeOffset announced = DateTimeOffset.MaxValue;

    public ClaimResult Claim(ClaimRequest request, Span<JobClaim> claims, StoreInstant now)
    {
        LookAgain(request, now.Wall);
        if (turns.Any && turns.EndDead(now.Elapsed))
            WakeAll();
        var room = new ClaimRoom(claims.Length, request.MaxStateBytes);
        TakeOver(request, claims, ref room, now);
        for (var rank = 0; rank < queues.Count && room.IsLeft; rank++)
            ClaimFrom(queues.Values[rank], request, claims, ref room, now);

        var next = NextDue(now);
        announced = next ?? DateTimeOffset.MaxValue;
        return new(room.Count, IsDue(now), next, now.Wall);
    }

    // True: the job is due earlier than the last claim said anything would be.
    public bool Requeue(JobSlot job, DateTimeOffset now) => Enqueue(job, now) | Wake(job) | EndTurns(job);

    private bool Enqueue(JobSlot job, DateTimeOffset now)
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

    public bool Renew(JobSlot job, long fence, TimeSpan duration, StoreInstant now, ref bool earlier)
    {
        if (job.FindOpen(fence) is not { } run || (run.LeaseUntil <= now.Elapsed && !job.HasSlotFor(run, now.Elapsed)))
            return false;
        Unlist(run);
        run.LeaseUntil = now.Elapsed + duration;
        leases.Add(run);
        if (run.IsDead)
        {
            Revive(run);
            Enqueue(job, now.Wall);
        }

        earlier |= turns.Any && turns.Lived(run) && WakeAll();
        return true;
    }

    public void Close(OpenRun run, in JobCommit commit)
    {
        var job = run.Job;
        Shut(run);
        if (commit.Outcome == RunOutcome.Pending)
        {
            GiveBack(job, run);
            return;
        }

        run.DoneFence = run.Fence;
        if (commit.Outcome != RunOutcome.Abandoned)
            job.AbandonedRuns = 0;
    }

    // True: others have waited for what the job does.
    public bool Forget(JobSlot job)
    {
        Unqueue(job);
        for (var run = leases.First; run is not null;)
        {
            var later = run.Later;
            if (run.Job == job)
                leases.Remove(run);
            run = later;
        }

        asleep.RemoveWhere(run => run.Job == job);
        return EndTurns(job);
    }

    private static void GiveBack(JobSlot job, OpenRun run)
    {
        if (run.Pending is { } pending)
            job.Pending = [.. job.Pending, pending];
        else if (run.Advanced)
            job.Pending = [.. job.Pending, new PendingRun { Kind = PendingKind.Retry, ScheduledAt = run.ScheduledAt, DueAt = run.ScheduledAt, FirstAttemptAt = run.ScheduledAt, OffSchedule = true }];
    }

    // Another node asks, or one with other handlers: what was not for the others may be for it.
    private void LookAgain(ClaimRequest request, DateTimeOffset now)
    {
        if (ReferenceEquals(asked, request.Handlers) && askedBy == request.Node)
            return;
        (asked, askedBy) = (request.Handlers, request.Node);
        foreach (var job in aside.ToArray())
            Enqueue(job, now);
        WakeAll();
    }

    private void ClaimFrom(DueQueue queue, ClaimRequest request, Span<JobClaim> claims, ref ClaimRoom room, StoreInstant now)
    {
        while (room.IsLeft && queue.TryPeek(now.Wall.UtcTicks, out var job))
        {
            if (!request.Handlers.CanRun(job.Plan.Handler, job.StateSchema))
            {
                queue.Remove(job);
                aside.Add(job);
            }
            else if (room.Take(job.State.Utf8.Length))
            {
                queue.Remove(job);
                Open(job, job.FirstDue(out _), request, ref claims[room.Count - 1], now);
                if (job.Plan.RunSlots > 1)
                    Enqueue(job, now.Wall);
            }
        }
    }

    // Open runs whose lease has ended: the same occurrence, under a new fence. Those that this node cannot take over now are not looked at again
    // before their job changes, another node asks, or a turn ends.
    private void TakeOver(ClaimRequest request, Span<JobClaim> claims, ref ClaimRoom room, StoreInstant now)
    {
        for (var run = leases.First; run is not null && run.LeaseUntil <= now.Elapsed && room.IsLeft;)
        {
            var later = run.Later;
            if (!CanTakeOver(run, request, now.Elapsed))
                Sleep(run, now.Wall);
            else if (room.Take(run.Job.State.Utf8.Length))
                TakeOver(run, request, ref claims[room.Count - 1], now);
            run = later;
        }
    }

    private bool CanTakeOver(OpenRun run, ClaimRequest request, TimeSpan now)
    {
        var job = run.Job;
        return request.Handlers.CanRun(job.Plan.Handler, job.StateSchema) && job.MayRun(run.Pending) && job.HasSlotFor(run, now) && turns.MayBegin(job, request.Node);
    }

    private void TakeOver(OpenRun dead, ClaimRequest request, ref JobClaim claim, StoreInstant now)
    {
        var job = dead.Job;
        var (fence, scheduledAt, pending, advanced) = (dead.Fence, dead.ScheduledAt, dead.Pending, dead.Advanced);
        var suspect = job.AbandonedRuns > 0;
        Shut(dead);
        // The runs of a job that a node let end are one death, counted with the last of them.
        if (!job.HasDead(dead.Node, now.Elapsed))
            job.AbandonedRuns++;
        var run = Open(job, pending, request, ref claim, now, kept: true);
        run.ScheduledAt = claim.ScheduledAt = scheduledAt;
        claim.TookOver = fence;
        claim.Advanced = advanced;
        run.Advanced = advanced;
        if (suspect)
            turns.Begin(run);
        Enqueue(job, now.Wall);
    }

    // While its job is not active a dead run keeps nothing from a run that is asked for by hand.
    private void Sleep(OpenRun run, DateTimeOffset now)
    {
        var job = run.Job;
        leases.Remove(run);
        asleep.Add(run);
        if (run.IsDead || job.MayRun(run.Pending))
            return;
        run.IsDead = true;
        job.DeadRuns++;
        Enqueue(job, now);
    }

    private static void Revive(OpenRun run)
    {
        run.IsDead = false;
        run.Job.DeadRuns--;
    }

    // The job has changed: the next claim looks again at its dead runs. True: one of them may be taken over now.
    private bool Wake(JobSlot job) => asleep.Count > 0 && WakeSome(job);

    private bool WakeSome(JobSlot job)
    {
        var woken = asleep.Where(run => run.Job == job).ToList();
        foreach (var run in woken)
        {
            asleep.Remove(run);
            leases.Add(run);
        }

        return woken.Count > 0;
    }

    // True: there were any.
    private bool WakeAll()
    {
        var any = asleep.Count > 0;
        foreach (var run in asleep)
            leases.Add(run);
        asleep.Clear();
        return any;
    }

    private bool EndTurns(JobSlot job) => turns.Any && turns.EndOf(job) && WakeAll();

    private void Unlist(OpenRun run)
    {
        if (asleep.Count == 0 || !asleep.Remove(run))
            leases.Remove(run);
    }

    private OpenRun Open(JobSlot job, PendingRun? pending, ClaimRequest request, ref JobClaim claim, StoreInstant now, bool kept = false)
    {
        var run = job.FreeRun();
        run.IsOpen = true;
        run.Fence = ++job.Fence;
        run.Pending = pending;
        run.ScheduledAt = pending?.ScheduledAt ?? job.NextFireAt ?? now.Wall;
        run.Advanced = pending is { OffSchedule: true };
        run.LeaseUntil = now.Elapsed + request.Lease;
        run.Node = request.Node;
        leases.Add(run);
        job.OpenRuns++;
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
        return run;
    }

    // Apart, since a lambda that captures a parameter allocates whenever its method is entered.
    private static PendingRun[] Without(PendingRun[] all, PendingRun one) => [.. all.Where(other => !ReferenceEquals(other, one))];

    private void Shut(OpenRun run)
    {
        Unlist(run);
        if (run.IsDead)
            run.Job.DeadRuns--;
        run.IsDead = run.IsOpen = false;
        run.Job.OpenRuns--;
    }

    private void Unqueue(JobSlot job)
    {
        if (aside.Count > 0)
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

    private bool IsDue(StoreInstant now)
    {
        if (leases.First?.LeaseUntil <= now.Elapsed)
            return true; // Those that cannot be taken over have been put to sleep.
        foreach (var queue in queues.Values)
        {
            if (queue.NextKey <= now.Wall.UtcTicks)
                return true;
        }

        return false;
    }

    private DateTimeOffset? NextDue(StoreInstant now)
    {
        var next = now.Wall.UtcTicks + (leases.First?.LeaseUntil - now.Elapsed)?.Ticks;
        foreach (var queue in queues.Values)
        {
            if (queue.NextKey is { } key && !(next <= key))
                next = key;
        }

        return next is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}
