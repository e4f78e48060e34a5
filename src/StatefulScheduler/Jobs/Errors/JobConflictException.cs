namespace StatefulScheduler;

/// <summary>A change expected another version of its job than the one that is there. Nothing was changed.</summary>
public sealed class JobConflictException : SchedulerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="current">The job as it is.</param>
    /// <param name="what">What was compared: "version" or "state version".</param>
    /// <param name="expected">The version that the caller named.</param>
    /// <param name="actual">The version that the job has.</param>
    public JobConflictException(ScheduledJob current, string what, long expected, long actual)
        : base("STS2004", $"job '{current?.Id}' is at {what} {actual}, not {expected}: somebody changed it meanwhile. Look at Current, and decide again.")
    {
        ArgumentNullException.ThrowIfNull(current);
        Current = current;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>Gets the id of the job.</summary>
    public string JobId => Current.Id;

    /// <summary>Gets the version that the caller named.</summary>
    public long Expected { get; }

    /// <summary>Gets the version that the job has.</summary>
    public long Actual { get; }

    /// <summary>Gets the job as it is, so that no second read is needed.</summary>
    public ScheduledJob Current { get; }
}
