namespace StatefulScheduler;

/// <summary>Where a job stands. Running is not a status: a job in any status may have open runs.</summary>
public enum JobStatus
{
    /// <summary>The job is due at its next fire.</summary>
    Active,

    /// <summary>Somebody, or its failure policy, holds the job; nothing fires until it is resumed.</summary>
    Paused,

    /// <summary>The trigger has no further fire and the last run succeeded, was missed or was skipped.</summary>
    Completed,

    /// <summary>The trigger has no further fire and the last run failed, with no retry left.</summary>
    Failed,

    /// <summary>
    /// The job cannot be run: its state or definition cannot be read, or its runs were abandoned again and again.
    /// It is kept with the reason, until it is resumed or a change mends it.
    /// </summary>
    Parked,
}

/// <summary>Says who paused a job, when and why.</summary>
/// <param name="At">When the pause was committed, by the store's clock.</param>
/// <param name="Actor">Who paused it; <see langword="null"/> when nobody was named.</param>
/// <param name="Reason">Why; <see langword="null"/> when no reason was given.</param>
public sealed record PauseInfo(DateTimeOffset At, string? Actor, string? Reason);

/// <summary>Says why a job was parked.</summary>
/// <param name="Code">A stable code, such as <c>STS3001</c> for a state that does not fit.</param>
/// <param name="Reason">What was wrong and what to do, for people.</param>
public sealed record ParkInfo(string Code, string Reason);
