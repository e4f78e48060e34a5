namespace StatefulScheduler;

/// <summary>The id of an added job is taken.</summary>
public sealed class JobExistsException : SchedulerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="existing">The job that is there.</param>
    public JobExistsException(ScheduledJob existing)
        : base("STS2001", $"a job '{existing?.Id}' is already in store '{existing?.Store}' ({existing?.Status}). Choose another id, or say with JobDefinition.IfExists what shall become of it.")
    {
        ArgumentNullException.ThrowIfNull(existing);
        Existing = existing;
    }

    /// <summary>Gets the job that is there.</summary>
    public ScheduledJob Existing { get; }
}
