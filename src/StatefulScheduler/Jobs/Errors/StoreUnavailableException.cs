namespace StatefulScheduler;

/// <summary>The store cannot be used: it is closed, busy, full, foreign, damaged or held by somebody else.</summary>
public sealed class StoreUnavailableException : SchedulerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="store">Which store.</param>
    /// <param name="message">What happened, why, and what to do.</param>
    /// <param name="inner">What the store's driver said.</param>
    public StoreUnavailableException(string store, string message, Exception? inner = null)
        : base("STS5001", $"store '{store}': {message}", inner) => Store = store;

    /// <summary>Gets which store.</summary>
    public string Store { get; }
}
