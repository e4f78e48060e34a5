using System.Text.Json.Serialization;

namespace StatefulScheduler.Stores;

/// <summary>The part of a job that only commands and deploys change: which one, which code, when, with what, how.</summary>
/// <remarks>Immutable: a store may keep one instance for as long as the job's <see cref="ScheduledJob.Version"/> stands, and hand it to every claim.</remarks>
public sealed record JobPlan
{
    /// <summary>Gets which job.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name of the code that runs.</summary>
    public required string Handler { get; init; }

    /// <summary>Gets when the job fires.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>Gets what every run is given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JobValue Arguments { get; init; }

    /// <summary>Gets how the job behaves, as it was said for this job.</summary>
    public JobOptions Options { get; init; } = new();

    /// <summary>Gets when the job was added, by the store's clock.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Gets when the trigger took effect: the instant of adding, or of the last reschedule. A trigger without a start is anchored here.</summary>
    public required DateTimeOffset AnchoredAt { get; init; }

    /// <summary>Gets how many runs may be open at a time, with all defaults applied. A store grants no more.</summary>
    public int RunSlots { get; init; } = 1;

    /// <summary>Gets the rank among the due, with all defaults applied: higher first.</summary>
    public int Priority { get; init; }

    /// <summary>Gets which versions of the state the store keeps, with all defaults applied.</summary>
    public StateHistoryPolicy History { get; init; } = StateHistoryPolicy.None;

    /// <summary>Gets the declaration in code that this job was last reconciled with, as canonical JSON; <see langword="null"/> for a job added by hand.</summary>
    public string? Declaration { get; init; }

    /// <summary>Gets why the definition cannot be read here; such a job is parked when it is claimed. <see langword="null"/>: it can.</summary>
    [JsonIgnore]
    public string? Unreadable { get; init; }

    // The options with every default applied, as the scheduler that runs the job sees them; computed once for each scheduler.
    internal Engine.JobPolicies? Policies { get; set; }

    /// <summary>Compares what is stored.</summary>
    /// <param name="other">The plan to compare with.</param>
    /// <returns><see langword="true"/> when both would be stored alike.</returns>
    public bool Equals(JobPlan? other) =>
        other is not null
        && (Id, Handler, Arguments, AddedAt, AnchoredAt, RunSlots, Priority, Declaration) == (other.Id, other.Handler, other.Arguments, other.AddedAt, other.AnchoredAt, other.RunSlots, other.Priority, other.Declaration)
        && Trigger.Equals(other.Trigger) && Options.Equals(other.Options) && History.Equals(other.History);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Handler, Trigger, AddedAt);
}
