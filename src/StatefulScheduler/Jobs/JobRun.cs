namespace StatefulScheduler;

/// <summary>One run of a job: what is known of it, in progress or ended.</summary>
/// <param name="Id">The id of this run, unique in its store.</param>
/// <param name="JobId">The job that ran.</param>
/// <param name="ScheduledAt">The occurrence that this run is for. With the job's id it is the same for every attempt.</param>
/// <param name="Attempt">1 for the first attempt at this occurrence.</param>
/// <param name="Outcome">How the run ended; <see cref="RunOutcome.Pending"/> while it has not.</param>
public sealed record JobRun(string Id, string JobId, DateTimeOffset ScheduledAt, int Attempt, RunOutcome Outcome)
{
    /// <summary>Gets the number that the store gave this run when it was claimed: higher for every later run of the job.</summary>
    public long Fence { get; init; }

    /// <summary>Gets when the run began, by the store's clock.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when the run ended, by the store's clock.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets the node that ran it.</summary>
    public string? Node { get; init; }

    /// <summary>Gets what the run left as its result; <see cref="JobValue.Kind"/> is undefined when it left none.</summary>
    public JobValue Result { get; init; }

    /// <summary>Gets why the run failed.</summary>
    public RunError? Error { get; init; }
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>It has not ended.</summary>
    Pending,

    /// <summary>The job returned; what it returned is committed.</summary>
    Succeeded,

    /// <summary>The job threw, or returned a state that was refused.</summary>
    Failed,

    /// <summary>The run was cancelled by somebody, or by the end of the scheduler.</summary>
    Cancelled,

    /// <summary>The run took longer than <see cref="JobOptions.Timeout"/>.</summary>
    TimedOut,

    /// <summary>The occurrence came too late for <see cref="JobOptions.MisfireGrace"/> and was not run.</summary>
    Missed,

    /// <summary>The occurrence came due while every run slot was taken, and was not run.</summary>
    Skipped,

    /// <summary>The node died or lost its lease; whatever the run did is not committed.</summary>
    Abandoned,
}

/// <summary>Why a run failed: text only, so that it outlives the process.</summary>
/// <param name="Type">The full name of the exception's type.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Details">The whole exception as text, with its stack.</param>
public sealed record RunError(string Type, string Message, string? Details)
{
    internal static RunError From(Exception exception) =>
        new(exception.GetType().FullName ?? exception.GetType().Name, exception.Message, exception.ToString());
}
