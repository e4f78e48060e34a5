namespace StatefulScheduler.Stores;

/// <summary>The right to run a job once: what to run, the state it starts from, and the fence that its writes must show.</summary>
/// <remarks>Filled in place in the caller's buffer; see <see cref="IJobStore.ClaimDueAsync"/>.</remarks>
public struct JobClaim
{
    /// <summary>Gets or sets whatever the store needs to find the job again; handed back in <see cref="JobCommit.Handle"/>.</summary>
    public object? Handle { get; set; }

    /// <summary>Gets or sets the definition.</summary>
    public JobPlan Plan { get; set; }

    /// <summary>Gets or sets the state as it is stored now.</summary>
    public JobState State { get; set; }

    /// <summary>Gets or sets the schema version in which the state is stored.</summary>
    public int StateSchema { get; set; }

    /// <summary>Gets or sets the job's version.</summary>
    public long Version { get; set; }

    /// <summary>Gets or sets the state's version.</summary>
    public long StateVersion { get; set; }

    /// <summary>Gets or sets the status at the claim: active, or any other for a run that was asked for by hand.</summary>
    public JobStatus Status { get; set; }

    /// <summary>Gets or sets the number of this run: +1 for every claim of the job, never reused.</summary>
    public long Fence { get; set; }

    /// <summary>Gets or sets the occurrence that the run is for.</summary>
    public DateTimeOffset ScheduledAt { get; set; }

    /// <summary>Gets or sets the job's next fire as it is stored: for an ordinary claim the same as <see cref="ScheduledAt"/>.</summary>
    public DateTimeOffset? NextFireAt { get; set; }

    /// <summary>Gets or sets the last occurrence that was settled before.</summary>
    public DateTimeOffset? PreviousFireAt { get; set; }

    /// <summary>Gets or sets the pending run that this claim is for; <see langword="null"/> for the job's own occurrence.</summary>
    public PendingRun? Pending { get; set; }

    /// <summary>Gets or sets whether the schedule has already moved past <see cref="ScheduledAt"/>: a run taken over after it had been advanced.</summary>
    public bool Advanced { get; set; }

    /// <summary>Gets or sets the fence whose place this run took; 0 when it took nobody's.</summary>
    public long TookOver { get; set; }

    /// <summary>Gets or sets how many runs of this job were abandoned in a row before this one.</summary>
    public int AbandonedRuns { get; set; }

    /// <summary>Gets which attempt at the occurrence this is.</summary>
    public readonly int Attempt => Pending?.Attempt ?? 1;

    /// <summary>Gets the id of the run.</summary>
    public readonly string RunId => Pending?.RunId ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Plan.Id}#{Fence}");

    /// <summary>Builds the snapshot of the job as it was claimed.</summary>
    /// <param name="store">The name of the store.</param>
    /// <returns>The snapshot.</returns>
    public readonly ScheduledJob ToJob(string store) => new()
    {
        Plan = Plan,
        Store = store,
        State = State,
        StateSchema = StateSchema,
        Version = Version,
        StateVersion = StateVersion,
        Status = Status,
        NextFireAt = NextFireAt,
        PreviousFireAt = PreviousFireAt,
        RunningCount = 1,
    };
}
