namespace StatefulScheduler;

/// <summary>A command does not apply to a job in its status. Nothing was changed.</summary>
public sealed class JobStatusException : SchedulerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="job">The job.</param>
    /// <param name="command">What was asked for.</param>
    /// <param name="advice">What to do instead.</param>
    public JobStatusException(ScheduledJob job, string command, string advice)
        : base("STS2007", $"job '{job?.Id}' is {job?.Status} and cannot be {command}. {advice}")
    {
        ArgumentNullException.ThrowIfNull(job);
        Job = job;
    }

    /// <summary>Gets the job as it is.</summary>
    public ScheduledJob Job { get; }
}
