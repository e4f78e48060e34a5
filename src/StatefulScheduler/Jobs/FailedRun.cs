namespace StatefulScheduler;

/// <summary>A failed attempt, and the decisions that can be taken about it.</summary>
public sealed class FailedRun
{
    internal FailedRun(ScheduledJob job, Exception exception, JobRetry retry)
    {
        Job = job;
        Exception = exception;
        Retry = retry;
    }

    /// <summary>Gets the job with the newest stored state.</summary>
    public ScheduledJob Job { get; }

    /// <summary>Gets what the job threw.</summary>
    public Exception Exception { get; }

    /// <summary>Gets where the retries stand, this attempt included.</summary>
    public JobRetry Retry { get; }

    /// <summary>Tries the occurrence again.</summary>
    /// <param name="delay">How long to wait; zero or more.</param>
    /// <param name="state">Changes the newest stored state in the same commit; pure.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public FailureDecision RetryAfter(TimeSpan delay, Func<JobState, JobState>? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new() { RetryDelay = delay, State = state };
    }

    /// <summary>Pauses the job.</summary>
    /// <param name="state">Changes the newest stored state in the same commit; pure.</param>
    /// <param name="reason">Why; left out: the exception's message.</param>
    /// <returns>The decision.</returns>
    public FailureDecision Pause(Func<JobState, JobState>? state = null, string? reason = null) =>
        new() { Action = FailureAction.Pause, State = state, Reason = reason };

    /// <summary>Keeps the schedule.</summary>
    /// <param name="state">Changes the newest stored state in the same commit; pure.</param>
    /// <returns>The decision.</returns>
    public FailureDecision Continue(Func<JobState, JobState>? state = null) => new() { Action = FailureAction.Continue, State = state };

    /// <summary>Removes the job.</summary>
    /// <returns>The decision.</returns>
    public FailureDecision Remove() => new() { Action = FailureAction.Remove };

    /// <summary>Does what <see cref="JobOptions.OnFailure"/> says.</summary>
    /// <returns>The decision.</returns>
    public FailureDecision FollowPolicy() => new() { FollowsPolicy = true };
}

/// <summary>What becomes of a job after a failed attempt; made by <see cref="FailedRun"/>.</summary>
public sealed class FailureDecision
{
    internal FailureDecision()
    {
    }

    internal bool FollowsPolicy { get; init; }

    internal TimeSpan? RetryDelay { get; init; }

    internal FailureAction Action { get; init; }

    internal Func<JobState, JobState>? State { get; init; }

    internal string? Reason { get; init; }
}
