namespace StatefulScheduler;

/// <summary>Something that happened to a job.</summary>
public abstract record JobEvent : SchedulerEvent
{
    /// <summary>Gets the job as it is after what happened.</summary>
    public required ScheduledJob Job { get; init; }

    /// <summary>Gets who did it.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A job was added.</summary>
public sealed record JobAdded : JobEvent;

/// <summary>A command, or a deploy, changed a job.</summary>
public sealed record JobModified : JobEvent;

/// <summary>A job was paused.</summary>
public sealed record JobPaused : JobEvent;

/// <summary>A job was resumed.</summary>
public sealed record JobResumed : JobEvent;

/// <summary>A job was given another trigger.</summary>
public sealed record JobRescheduled : JobEvent;

/// <summary>A job was removed; <see cref="JobEvent.Job"/> is how it last was.</summary>
public sealed record JobRemoved : JobEvent;

/// <summary>A job cannot be run and was parked.</summary>
public sealed record JobParked : JobEvent;

/// <summary>A job has nothing ahead any more and is Completed or Failed: after its last run, or by a command, an add or a deploy that left it no further fire.</summary>
public sealed record JobCompleted : JobEvent;

/// <summary>A job's state changed.</summary>
public sealed record StateChanged : JobEvent
{
    /// <summary>Gets the state before; <see cref="JobEvent.Job"/> has the one after.</summary>
    public required JobState Before { get; init; }

    /// <summary>Gets what changed it.</summary>
    public required StateChangeKind Kind { get; init; }
}

/// <summary>A run and somebody else changed the same member of a state.</summary>
public sealed record StateConflicted : JobEvent
{
    /// <summary>Gets the members in conflict: <see cref="StateDifference.Before"/> is the value that lost, <see cref="StateDifference.After"/> the one that stands.</summary>
    public required IReadOnlyList<StateDifference> Rejected { get; init; }
}
