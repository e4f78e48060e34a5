namespace StatefulScheduler;

/// <summary>What a failed run's own commit does: data, stored with the job, the same on every node and after the next deploy.</summary>
public sealed record FailurePolicy
{
    /// <summary>Gets what happens when no retry is left.</summary>
    public FailureAction Action { get; init; }

    /// <summary>Gets the members merged into whatever state wins (RFC 7396: <c>null</c> removes one).</summary>
    public JobState? Set { get; init; }

    /// <summary>Gets how many attempts an occurrence gets in all; 1 means no retry.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>Gets how long a retry waits.</summary>
    public RetryBackoff? Backoff { get; init; }

    /// <summary>Keeps the schedule: a recurring job goes on at its next fire, a one-shot job becomes Failed.</summary>
    /// <param name="set">Members merged into the state.</param>
    /// <returns>The policy.</returns>
    public static FailurePolicy Continue(JobState? set = null) => new() { Action = FailureAction.Continue, Set = set };

    /// <summary>Pauses the job, in the failing run's own commit.</summary>
    /// <param name="set">Members merged into the state, in the same commit.</param>
    /// <returns>The policy.</returns>
    public static FailurePolicy Pause(JobState? set = null) => new() { Action = FailureAction.Pause, Set = set };

    /// <summary>Removes the job.</summary>
    /// <returns>The policy.</returns>
    public static FailurePolicy Remove() => new() { Action = FailureAction.Remove };

    /// <summary>Tries the occurrence again. The attempts are counted in the store, so a restart continues the same sequence.</summary>
    /// <param name="maxAttempts">How many attempts in all: 2 to 1,000,000.</param>
    /// <param name="backoff">How long each retry waits; left out: 1 second, doubled each time, at most 5 minutes.</param>
    /// <returns>The policy; when the attempts are spent it continues, unless <c>Then…</c> says otherwise.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAttempts"/> is out of range.</exception>
    public static FailurePolicy Retry(int maxAttempts, RetryBackoff? backoff = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAttempts, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxAttempts, 1_000_000);
        return new() { MaxAttempts = maxAttempts, Backoff = backoff ?? RetryBackoff.Default };
    }

    /// <summary>Keeps the schedule when the attempts are spent.</summary>
    /// <param name="set">Members merged into the state then.</param>
    /// <returns>The policy.</returns>
    public FailurePolicy ThenContinue(JobState? set = null) => this with { Action = FailureAction.Continue, Set = set };

    /// <summary>Pauses the job when the attempts are spent.</summary>
    /// <param name="set">Members merged into the state then.</param>
    /// <returns>The policy.</returns>
    public FailurePolicy ThenPause(JobState? set = null) => this with { Action = FailureAction.Pause, Set = set };

    /// <summary>Removes the job when the attempts are spent.</summary>
    /// <returns>The policy.</returns>
    public FailurePolicy ThenRemove() => this with { Action = FailureAction.Remove, Set = null };
}

/// <summary>What becomes of a job whose run failed.</summary>
public enum FailureAction
{
    /// <summary>Its schedule goes on.</summary>
    Continue,

    /// <summary>It is paused.</summary>
    Pause,

    /// <summary>It is removed.</summary>
    Remove,
}
