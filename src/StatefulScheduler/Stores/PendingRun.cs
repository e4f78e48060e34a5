namespace StatefulScheduler.Stores;

/// <summary>A run that waits beside the schedule: a retry, or one that was asked for by hand.</summary>
public sealed record PendingRun
{
    /// <summary>Gets why it waits.</summary>
    public required PendingKind Kind { get; init; }

    /// <summary>Gets the id it was promised; <see langword="null"/>: it gets one when it is claimed.</summary>
    public string? RunId { get; init; }

    /// <summary>Gets the occurrence it is for.</summary>
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>Gets when it is due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Gets which attempt it will be.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets when the first attempt began.</summary>
    public DateTimeOffset FirstAttemptAt { get; init; }

    /// <summary>Gets how long the occurrence has waited between attempts, in all, when this one begins.</summary>
    public TimeSpan IdleFor { get; init; }

    /// <summary>Gets whether the run is for an occurrence from which the schedule has already moved on.</summary>
    public bool OffSchedule { get; init; }
}

/// <summary>Why a run waits beside the schedule.</summary>
[Flags]
public enum PendingKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>An earlier attempt failed. While one waits, the job's own occurrences wait too.</summary>
    Retry = 1,

    /// <summary>Somebody asked for it. It is due whatever the job's status.</summary>
    Manual = 2,
}
