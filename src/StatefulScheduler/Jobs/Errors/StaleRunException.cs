namespace StatefulScheduler;

/// <summary>A run that is no longer current tried to write: it lost its lease, or it has ended. Nothing was changed.</summary>
public sealed class StaleRunException : SchedulerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="fence">Its fence.</param>
    public StaleRunException(string runId, long fence)
        : base("STS2006", $"run '{runId}' (fence {fence}) is no longer current: its lease ended and another run took its place, or it has been committed. Stop its work; what it wrote elsewhere must be refused by this fence.")
    {
        RunId = runId;
        Fence = fence;
    }

    /// <summary>Gets the run.</summary>
    public string RunId { get; }

    /// <summary>Gets the fence of the run.</summary>
    public long Fence { get; }
}
