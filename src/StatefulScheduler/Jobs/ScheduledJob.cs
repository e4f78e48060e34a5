using StatefulScheduler.Stores;

namespace StatefulScheduler;

/// <summary>A job as it stands in its store: an immutable snapshot, returned by every command.</summary>
/// <remarks>Safe to share between threads. Later changes of the job do not change a snapshot.</remarks>
public sealed record ScheduledJob
{
    /// <summary>Gets the definition: what only commands and deploys change.</summary>
    public required JobPlan Plan { get; init; }

    /// <summary>Gets the name of the store that keeps the job.</summary>
    public required string Store { get; init; }

    /// <summary>Gets what the job remembers.</summary>
    public required JobState State { get; init; }

    /// <summary>Gets which job this is: unique in its store.</summary>
    public string Id => Plan.Id;

    /// <summary>Gets the name of the code that runs.</summary>
    public string Handler => Plan.Handler;

    /// <summary>Gets when the job fires.</summary>
    public Trigger Trigger => Plan.Trigger;

    /// <summary>Gets what the job is given at each run; its kind is undefined when there is nothing.</summary>
    public JobValue Arguments => Plan.Arguments;

    /// <summary>Gets how the job behaves.</summary>
    public JobOptions Options => Plan.Options;

    /// <summary>Gets when the job was added.</summary>
    public DateTimeOffset AddedAt => Plan.AddedAt;

    /// <summary>Gets where the job stands.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Gets who paused the job, when and why, while it is paused.</summary>
    public PauseInfo? Pause { get; init; }

    /// <summary>Gets why the job is parked, while it is.</summary>
    public ParkInfo? Parked { get; init; }

    /// <summary>Gets the next occurrence, kept while the job is paused; <see langword="null"/> when there is none.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>Gets the last occurrence that was settled: run, missed or skipped.</summary>
    public DateTimeOffset? PreviousFireAt { get; init; }

    /// <summary>Gets how many runs are open.</summary>
    public int RunningCount { get; init; }

    /// <summary>Gets the last run that ended.</summary>
    public JobRun? LastRun { get; init; }

    /// <summary>Gets the runs that wait beside the schedule: retries, and runs asked for by hand.</summary>
    public IReadOnlyList<PendingRun> Pending { get; init; } = [];

    /// <summary>Gets where the retries stand, while one is waiting.</summary>
    public JobRetry? Retry
    {
        get
        {
            foreach (var pending in Pending)
            {
                if (pending.Kind == PendingKind.Retry)
                    return new JobRetry(pending.Attempt - 1, pending.FirstAttemptAt, pending.IdleFor, pending.DueAt);
            }

            return null;
        }
    }

    /// <summary>
    /// Gets the counter of decisions: +1 for every accepted command, every reconcile and every failure policy that changed something,
    /// and not for a run's ordinary commit.
    /// </summary>
    public long Version { get; init; }

    /// <summary>Gets the counter of the state: +1 whenever its bytes change, by anybody.</summary>
    public long StateVersion { get; init; }

    /// <summary>Gets the schema version in which the state is stored.</summary>
    public int StateSchema { get; init; } = 1;

    /// <summary>Gets when the job completed or failed for good; <see langword="null"/> before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
