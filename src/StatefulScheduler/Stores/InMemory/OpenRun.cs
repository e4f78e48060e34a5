namespace StatefulScheduler.Stores;

// One run slot of a job, open or not; open ones are linked in the order in which their leases end.
internal sealed class OpenRun(JobSlot job)
{
    public JobSlot Job => job;

    // Of the job, not of this slot: the last run that ended in any.
    public LastRun LastOfJob { get; set; }

    public bool IsOpen { get; set; }

    public long Fence { get; set; }

    public long DoneFence { get; set; }

    public string? Node { get; set; }

    public DateTimeOffset ScheduledAt { get; set; }

    public PendingRun? Pending { get; set; }

    public bool Advanced { get; set; }

    // On the store's monotonic clock.
    public TimeSpan LeaseUntil { get; set; }

    // The lease ended while the job was not active: the run waits for the resume to be taken over, and holds neither its slot nor the schedule.
    public bool IsDead { get; set; }

    public OpenRun? Earlier { get; set; }

    public OpenRun? Later { get; set; }
}

// Open runs by the end of their leases. Leases are mostly of one length, so that a new one goes to the end.
internal sealed class LeaseList
{
    private OpenRun? last;

    public OpenRun? First { get; private set; }

    public void Add(OpenRun run)
    {
        var before = last;
        while (before is not null && before.LeaseUntil > run.LeaseUntil)
            before = before.Earlier;

        run.Earlier = before;
        run.Later = before is null ? First : before.Later;
        if (run.Later is null)
            last = run;
        else
            run.Later.Earlier = run;
        if (before is null)
            First = run;
        else
            before.Later = run;
    }

    public void Remove(OpenRun run)
    {
        if (run.Earlier is null)
            First = run.Later;
        else
            run.Earlier.Later = run.Later;
        if (run.Later is null)
            last = run.Earlier;
        else
            run.Later.Earlier = run.Earlier;
        run.Earlier = run.Later = null;
    }
}
