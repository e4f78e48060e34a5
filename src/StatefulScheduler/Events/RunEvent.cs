namespace StatefulScheduler;

/// <summary>Something that happened to a run of a job.</summary>
public abstract record RunEvent : JobEvent
{
    /// <summary>Gets the run.</summary>
    public required JobRun Run { get; init; }
}

/// <summary>A run began.</summary>
public sealed record RunStarted : RunEvent;

/// <summary>A run succeeded and is committed.</summary>
public sealed record RunSucceeded : RunEvent;

/// <summary>A run failed or timed out, and that is committed.</summary>
public sealed record RunFailed : RunEvent
{
    /// <summary>Gets what the job threw.</summary>
    public required Exception Exception { get; init; }

    /// <summary>Gets when the next attempt is due; <see langword="null"/> when the failure is final.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>A run was cancelled.</summary>
public sealed record RunCancelled : RunEvent;

/// <summary>An occurrence came too late for the job's misfire grace and was not run.</summary>
public sealed record RunMissed : RunEvent;

/// <summary>An occurrence came due while every run slot was taken and was not run.</summary>
public sealed record RunSkipped : RunEvent;

/// <summary>A run lost its lease: nothing of it is committed, and somebody else has the job.</summary>
public sealed record RunAbandoned : RunEvent;
