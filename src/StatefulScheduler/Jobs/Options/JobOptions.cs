namespace StatefulScheduler;

/// <summary>How a job behaves: data, stored with the job.</summary>
/// <remarks>
/// A member left <see langword="null"/> takes the value of the handler's options, then that of <see cref="SchedulerBuilder.UseJobDefaults"/>, then the one
/// noted here. Instances are immutable and safe to share between threads.
/// </remarks>
public sealed record JobOptions
{
    /// <summary>Gets labels by which the job is found. The default is none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets a text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the name of the executor that runs the job. The default is the scheduler's pool.</summary>
    public string? Executor { get; init; }

    /// <summary>Gets the rank among the jobs that are due: higher first. The default is 0.</summary>
    public int? Priority { get; init; }

    /// <summary>Gets how long a run may take before its token fires and it counts as timed out. The default is no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets how late an occurrence may start; later, it is missed. The default is no limit.</summary>
    public TimeSpan? MisfireGrace { get; init; }

    /// <summary>Gets what becomes of several occurrences that are overdue at once. The default is <see cref="CoalesceMode.Latest"/>.</summary>
    public CoalesceMode? Coalesce { get; init; }

    /// <summary>Gets how many runs of the job may be open at a time: 1 to 1,000. The default is 1.</summary>
    public int? MaxConcurrentRuns { get; init; }

    /// <summary>Gets what becomes of an occurrence that comes due while every run slot is taken. The default is <see cref="StatefulScheduler.WhenFull.Skip"/>.</summary>
    public WhenFull? WhenFull { get; init; }

    /// <summary>Gets what a failed run's own commit does. The default is <see cref="FailurePolicy.Continue"/>.</summary>
    public FailurePolicy? OnFailure { get; init; }

    /// <summary>Gets who wins when the state changed during a run. The default is <see cref="StateConflictPolicy.Merge"/>.</summary>
    public StateConflictPolicy? OnStateConflict { get; init; }

    /// <summary>Gets how often an occurrence may run when a node dies. The default is <see cref="DeliveryGuarantee.AtLeastOnce"/>.</summary>
    public DeliveryGuarantee? Delivery { get; init; }

    /// <summary>Gets which versions of the state are kept. The default is <see cref="StateHistoryPolicy.Decisions"/> on durable stores and <see cref="StateHistoryPolicy.None"/> in memory.</summary>
    public StateHistoryPolicy? StateHistory { get; init; }

    /// <summary>Gets how long the job stays after it completed or failed. The default is 1 day after completing and 30 days after failing.</summary>
    public TimeSpan? KeepFinished { get; init; }

    /// <summary>Compares every member; tags by their content.</summary>
    /// <param name="other">The options to compare with.</param>
    /// <returns><see langword="true"/> when all members are equal.</returns>
    public bool Equals(JobOptions? other) =>
        other is not null
        && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal)
        && Rest == other.Rest;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tags.Count, Rest);

    private (string?, string?, int?, TimeSpan?, TimeSpan?, (CoalesceMode?, int?, WhenFull?, FailurePolicy?, StateConflictPolicy?, DeliveryGuarantee?, StateHistoryPolicy?, TimeSpan?)) Rest =>
        (Description, Executor, Priority, Timeout, MisfireGrace, (Coalesce, MaxConcurrentRuns, WhenFull, OnFailure, OnStateConflict, Delivery, StateHistory, KeepFinished));

    internal JobOptions Over(JobOptions defaults) => new()
    {
        Tags = Tags.Count > 0 || defaults.Tags.Count == 0 ? Tags : defaults.Tags,
        Description = Description ?? defaults.Description,
        Executor = Executor ?? defaults.Executor,
        Priority = Priority ?? defaults.Priority,
        Timeout = Timeout ?? defaults.Timeout,
        MisfireGrace = MisfireGrace ?? defaults.MisfireGrace,
        Coalesce = Coalesce ?? defaults.Coalesce,
        MaxConcurrentRuns = MaxConcurrentRuns ?? defaults.MaxConcurrentRuns,
        WhenFull = WhenFull ?? defaults.WhenFull,
        OnFailure = OnFailure ?? defaults.OnFailure,
        OnStateConflict = OnStateConflict ?? defaults.OnStateConflict,
        Delivery = Delivery ?? defaults.Delivery,
        StateHistory = StateHistory ?? defaults.StateHistory,
        KeepFinished = KeepFinished ?? defaults.KeepFinished,
    };
}
