namespace StatefulScheduler.Stores;

/// <summary>A job to insert.</summary>
public sealed record JobAddition
{
    /// <summary>Gets the definition.</summary>
    public required JobPlan Plan { get; init; }

    /// <summary>Gets the first state.</summary>
    public required JobState State { get; init; }

    /// <summary>Gets the schema version of the state.</summary>
    public int StateSchema { get; init; } = 1;

    /// <summary>Gets the status: active, paused, or completed for a trigger that never fires.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Gets who paused it, when it begins its life paused.</summary>
    public PauseInfo? Pause { get; init; }

    /// <summary>Gets the first occurrence.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>Gets who added it.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets why.</summary>
    public string? Reason { get; init; }
}

/// <summary>What became of an addition.</summary>
/// <param name="Job">The job that is there now.</param>
/// <param name="Added">Whether it is the new one; otherwise its id was taken and nothing was changed.</param>
public readonly record struct AddResult(ScheduledJob Job, bool Added);
