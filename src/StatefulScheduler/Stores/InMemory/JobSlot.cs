namespace StatefulScheduler.Stores;

// One stored job, mutable under the store's lock. A ScheduledJob is built from it only when somebody looks.
internal sealed class JobSlot(JobPlan plan)
{
    private OpenRun[] runs = [];

    public JobPlan Plan { get; set; } = plan;

    public required JobState State { get; set; }

    public int StateSchema { get; set; } = 1;

    public long Version { get; set; } = 1;

    public long StateVersion { get; set; } = 1;

    public JobStatus Status { get; set; }

    public PauseInfo? Pause { get; set; }

    public ParkInfo? Parked { get; set; }

    public DateTimeOffset? NextFireAt { get; set; }

    public DateTimeOffset? PreviousFireAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public PendingRun[] Pending { get; set; } = [];

    public long Fence { get; set; }

    public int AbandonedRuns { get; set; }

    public int OpenRuns { get; set; }

    // Those of the open runs that hold no slot.
    public int DeadRuns { get; set; }

    public bool HasFreeSlot => OpenRuns - DeadRuns < Plan.RunSlots;

    // Whether the lease of an open run may begin anew. There may be more open runs than slots: dead ones, or slots were taken away.
    public bool HasSlotFor(OpenRun run, TimeSpan now)
    {
        if (OpenRuns <= Plan.RunSlots)
            return true;
        var held = 0;
        foreach (var other in runs)
        {
            if (other.IsOpen && other != run && other.LeaseUntil > now)
                held++;
        }

        return held < Plan.RunSlots;
    }

    // An open run holds the schedule: nothing of it is claimed before the run ends or is advanced. A run that was asked for by hand waits for a slot only.
    private bool IsHeld
    {
        get
        {
            foreach (var run in runs)
            {
                if (run is { IsOpen: true, Advanced: false })
                    return true;
            }

            return false;
        }
    }

    public bool IsRemoved { get; set; }

    // Who wrote the current version of the state.
    public StateOrigin Origin { get; set; }

    public List<StateVersion>? History { get; set; }

    // Kept with the first run slot, which a job that has never run does not have.
    public LastRun Last
    {
        get => runs.Length == 0 ? default : runs[0].LastOfJob;
        set => runs[0].LastOfJob = value;
    }

    public List<JobRun>? Runs { get; set; }

    // Where the job stands in a due queue; -1: in none.
    public int HeapIndex { get; set; } = -1;

    public bool HasRetry => Array.Exists(Pending, pending => pending.Kind == PendingKind.Retry);

    // The first free run slot. Objects are reused: one job with one slot allocates one.
    public OpenRun FreeRun()
    {
        foreach (var run in runs)
        {
            if (!run.IsOpen)
                return run;
        }

        runs = [.. runs, new OpenRun(this)];
        return runs[^1];
    }

    public OpenRun? FindOpen(long fence)
    {
        foreach (var run in runs)
        {
            if (run.IsOpen && run.Fence == fence)
                return run;
        }

        return null;
    }

    // Whether a node has let the lease of an open run end.
    public bool HasDead(string? node, TimeSpan now)
    {
        foreach (var run in runs)
        {
            if (run.IsOpen && run.Node == node && run.LeaseUntil <= now)
                return true;
        }

        return false;
    }

    public bool HasDone(long fence)
    {
        foreach (var run in runs)
        {
            if (run.DoneFence == fence)
                return true;
        }

        return false;
    }

    // When something of the job can be claimed next; null: nothing can.
    public DateTimeOffset? DueAt()
    {
        if (!HasFreeSlot)
            return null;
        if (Pending.Length == 0)
            return Status == JobStatus.Active && !IsHeld ? NextFireAt : null;
        FirstDue(out var due);
        return due;
    }

    // What a claim is for: the earliest of the runs that wait, or the job's own occurrence (null).
    public PendingRun? FirstDue(out DateTimeOffset? due)
    {
        PendingRun? first = null;
        due = null;
        var onSchedule = Status == JobStatus.Active && !IsHeld;
        var ownWaits = !onSchedule;
        foreach (var pending in Pending)
        {
            ownWaits |= pending.Kind == PendingKind.Retry;
            if ((onSchedule || pending.Kind == PendingKind.Manual) && !(due <= pending.DueAt))
                (first, due) = (pending, pending.DueAt);
        }

        if (!ownWaits && NextFireAt is { } next && !(due <= next))
            (first, due) = (null, next);
        return first;
    }

    // A job that is not active runs only what was asked for by hand.
    public bool MayRun(PendingRun? pending) => Status == JobStatus.Active || pending?.Kind == PendingKind.Manual;

    public ScheduledJob ToJob(string store) => new()
    {
        Plan = Plan,
        Store = store,
        State = State,
        StateSchema = StateSchema,
        Version = Version,
        StateVersion = StateVersion,
        Status = Status,
        Pause = Pause,
        Parked = Parked,
        NextFireAt = NextFireAt,
        PreviousFireAt = PreviousFireAt,
        RunningCount = OpenRuns,
        LastRun = Last.ToRun(Plan.Id),
        Pending = Pending,
        FinishedAt = FinishedAt,
    };
}

// Who wrote a version of a state: a run by its promised id or, without one, by its fence.
internal readonly record struct StateOrigin(DateTimeOffset At, StateChangeKind Kind, string? Actor, string? Promised, long Fence, string? Reason)
{
    public string? RunId(string jobId) => Promised ?? (Fence == 0 ? null : $"{jobId}#{Fence}");
}

// The last run of a job, as values: nothing is allocated for a run that nobody looks at.
internal readonly record struct LastRun(long Fence, DateTimeOffset ScheduledAt, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Attempt, RunOutcome Outcome, string? Promised, string? Node, JobCommitDetails? Details)
{
    public JobRun? ToRun(string jobId) => Fence == 0 ? null : new JobRun(Promised ?? $"{jobId}#{Fence}", jobId, ScheduledAt, Attempt, Outcome)
    {
        Fence = Fence,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Node = Node,
        Result = Details?.Result ?? default,
        Error = Details?.Error,
    };
}
