using System.Globalization;
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

    /// <summary>Lists the next fires and says, where clocks, exclusions, jitter or the end touched one, how.</summary>
    /// <param name="count">How many, 1 to 10,000.</param>
    /// <returns>
    /// At most <paramref name="count"/> fires in order. The first is <see cref="NextFireAt"/>, also when it was set by hand, has
    /// passed, or is being run or retried; the others follow it as the trigger names them, as if each run took no time. Fewer when the trigger ends,
    /// or when what follows a fire counts from the end of its run (<see cref="StatefulScheduler.Trigger.AfterEachRun"/>); none
    /// for a job that has no next fire. A paused job lists what it would do. Wall times are those of the trigger's own zone,
    /// or UTC; the notes are in the language of <see cref="CultureInfo.CurrentUICulture"/>.
    /// </returns>
    /// <remarks>Asks this snapshot only, neither the store nor a clock. Retries and runs asked for by hand are in <see cref="Pending"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">A combination names no instant for very long: see <c>&amp;</c> and <see cref="StatefulScheduler.Trigger.Except(StatefulScheduler.Trigger)"/>.</exception>
    public IReadOnlyList<TriggerOccurrence> PreviewFires(int count)
    {
        TriggerPreview.CheckCount(count);
        if (NextFireAt is not { } first)
            return [];

        // One from before the anchor is that of an earlier trigger.
        var previous = PreviousFireAt >= Plan.AnchoredAt && PreviousFireAt < first ? PreviousFireAt : null;
        var context = new TriggerContext(Plan.AnchoredAt, first, previous, null, SeedMix.Of(Plan.Id));
        return new TriggerPreview(Trigger, OwnZone.Of(Trigger) ?? TimeZoneTable.Utc, CultureInfo.CurrentUICulture).ListFrom(context, first, count);
    }
}
