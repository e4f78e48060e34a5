namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// What the trace has said of one job so far, as far as later steps depend on it.
internal sealed class TraceJob(string id)
{
    public string Id { get; } = id;

    public TraceTrigger Trigger { get; set; } = null!;

    public JobOptions Options { get; set; } = new();

    public TraceFunction Function { get; set; } = new(null, null);

    // Added while the scheduler did not run: its first fire counts from the start, unless it was given one.
    public bool IsPending { get; set; }

    public bool IsPaused { get; set; }

    // Ours refused it.
    public bool IsAbsent { get; set; }

    // Removed by the trace.
    public bool IsRemoved { get; set; }

    // Its interval counts from next_run_time, until it is resumed or rescheduled.
    public bool HasMovedGrid { get; set; }

    // Another trigger, or a next fire of its own, came while a run was open.
    public bool HasMovedMeanwhile { get; private set; }

    public int Slots => Options.MaxConcurrentRuns ?? 1;

    // Submissions to the manual executor that the trace has not finished, oldest first.
    public Queue<Submission> Held { get; } = new();

    // Occurrences that came due meanwhile and were refused.
    public List<DateTimeOffset> Refused { get; } = [];

    // The trace has no job any more, but its last run has not ended.
    public bool EndsWithItsRun { get; set; }

    // Whether what comes due while every slot is taken waits in ours, rather than being skipped.
    public bool LetsWait => HasMovedMeanwhile || Slots > 1;

    // The submission whose run, in ours, holds the schedule.
    public Submission? Holder => HasMovedMeanwhile ? null : Held.FirstOrDefault(submission => submission is { IsOrphan: false, ListedAt: not null });

    // A command has set the next fire: what a run kept from running before is forgotten.
    public void Move()
    {
        HasMovedMeanwhile = Held.Count > 0;
        Refused.Clear();
    }

    public void End() => HasMovedMeanwhile &= Held.Count > 0;

    // The job is gone before the runs that are held.
    public void Abandon()
    {
        EndsWithItsRun = false;
        foreach (var submission in Held)
            submission.IsOrphan = true;
    }

    public bool IsManual => Options.Executor == Stage.StageSetting.Manual;
}

// Occurrences that were handed to the executor at once: those that ours misses at once, and the others; how many of these it begins at once, and the next fire
// that it keeps meanwhile if the run holds the schedule.
internal sealed record Submission(IReadOnlyList<DateTimeOffset> Late, IReadOnlyList<DateTimeOffset> Times, int Begun, DateTimeOffset? ListedAt)
{
    // Its job was removed.
    public bool IsOrphan { get; set; }
}
