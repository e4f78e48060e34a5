namespace StatefulScheduler;

/// <summary>There is no job with that id.</summary>
public sealed class JobNotFoundException : SchedulerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="jobId">The id that was asked for.</param>
    /// <param name="store">The store that was asked.</param>
    /// <param name="suggestion">An id that is there and looks alike; <see langword="null"/> when none does.</param>
    public JobNotFoundException(string jobId, string store, string? suggestion)
        : base("STS2003", $"no job '{jobId}' in store '{store}'." + (suggestion is null ? string.Empty : $" Did you mean '{suggestion}'?"))
    {
        JobId = jobId;
        Store = store;
        Suggestion = suggestion;
    }

    /// <summary>Gets the id that was asked for.</summary>
    public string JobId { get; }

    /// <summary>Gets the store that was asked.</summary>
    public string Store { get; }

    /// <summary>Gets an id that is there and looks alike.</summary>
    public string? Suggestion { get; }
}
