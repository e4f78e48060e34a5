namespace StatefulScheduler.Stores;

/// <summary>One atomic change of one job: THE write. A command, a checkpoint and the end of a run are all this.</summary>
/// <remarks>
/// It names what it was decided against. When the job has moved on, the store changes nothing and answers
/// <see cref="CommitStatus.VersionConflict"/> with the job as it is; the decision is made again and sent again under the same fence.
/// </remarks>
public struct JobCommit
{
    /// <summary>Gets or sets which job.</summary>
    public string JobId { get; set; }

    /// <summary>Gets or sets <see cref="JobClaim.Handle"/> of the claim; <see langword="null"/> for a command. It keeps a late run away from a new job that has the same id.</summary>
    public object? Handle { get; set; }

    /// <summary>Gets or sets the fence of the run that writes; 0 for a command.</summary>
    public long Fence { get; set; }

    /// <summary>Gets or sets whether this ends the run. A commit of a fence that does not end it and moves the schedule marks the run as advanced.</summary>
    public bool EndsRun { get; set; }

    /// <summary>Gets or sets the job version this was decided against; 0: it does not matter.</summary>
    public long Version { get; set; }

    /// <summary>Gets or sets the state version this was decided against; compared when <see cref="State"/> is set or <see cref="ChecksState"/> is.</summary>
    public long StateVersion { get; set; }

    /// <summary>Gets or sets whether <see cref="StateVersion"/> is compared although no state is written.</summary>
    public bool ChecksState { get; set; }

    /// <summary>Gets or sets the state to store; <see langword="null"/>: it stays.</summary>
    public JobState? State { get; set; }

    /// <summary>Gets or sets the schema version of <see cref="State"/>.</summary>
    public int StateSchema { get; set; }

    /// <summary>Gets or sets what changed the state.</summary>
    public StateChangeKind Kind { get; set; }

    /// <summary>Gets or sets whether <see cref="ScheduledJob.Version"/> moves.</summary>
    public bool RaisesVersion { get; set; }

    /// <summary>Gets or sets whether <see cref="NextFireAt"/> and <see cref="PreviousFireAt"/> are written.</summary>
    public bool MovesSchedule { get; set; }

    /// <summary>Gets or sets the next occurrence; <see langword="null"/>: none.</summary>
    public DateTimeOffset? NextFireAt { get; set; }

    /// <summary>Gets or sets the last settled occurrence.</summary>
    public DateTimeOffset? PreviousFireAt { get; set; }

    /// <summary>Gets or sets the status; <see langword="null"/>: it stays. A job for which a retry waits is not finished by it. A status written together with no <see cref="JobCommitDetails.Pause"/> or <see cref="JobCommitDetails.Parked"/> clears them.</summary>
    public JobStatus? Status { get; set; }

    /// <summary>Gets or sets whether the job is removed, with its history.</summary>
    public bool Removes { get; set; }

    /// <summary>Gets or sets the instant of the decision, by the store's clock.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Gets or sets how the run ended; <see cref="RunOutcome.Pending"/> on a commit that ends a run gives the claim back, uncounted.</summary>
    public RunOutcome Outcome { get; set; }

    /// <summary>Gets or sets the occurrence that the run was for.</summary>
    public DateTimeOffset ScheduledAt { get; set; }

    /// <summary>Gets or sets when the run began.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Gets or sets which attempt the run was.</summary>
    public int Attempt { get; set; }

    /// <summary>Gets or sets whether the answer shall carry the job as it is after this commit.</summary>
    public bool WantsJob { get; set; }

    /// <summary>Gets or sets what most commits do without.</summary>
    public JobCommitDetails? Details { get; set; }
}

/// <summary>The rarer parts of a <see cref="JobCommit"/>.</summary>
public sealed record JobCommitDetails
{
    /// <summary>Gets the new definition; <see langword="null"/>: it stays.</summary>
    public JobPlan? Plan { get; init; }

    /// <summary>Gets who paused the job.</summary>
    public PauseInfo? Pause { get; init; }

    /// <summary>Gets why the job is parked.</summary>
    public ParkInfo? Parked { get; init; }

    /// <summary>Gets a pending run to keep with the job.</summary>
    public PendingRun? Adds { get; init; }

    /// <summary>Gets which kinds of pending runs to drop, before <see cref="Adds"/>.</summary>
    public PendingKind Drops { get; init; }

    /// <summary>Gets who made the change.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets why.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the id of the run that wrote.</summary>
    public string? RunId { get; init; }

    /// <summary>Gets the node that wrote.</summary>
    public string? Node { get; init; }

    /// <summary>Gets why the run failed.</summary>
    public RunError? Error { get; init; }

    /// <summary>Gets the run's result.</summary>
    public JobValue Result { get; init; }
}
