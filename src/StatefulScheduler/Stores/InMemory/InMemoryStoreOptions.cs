namespace StatefulScheduler;

/// <summary>What the in-memory store keeps beyond the jobs themselves.</summary>
public sealed class InMemoryStoreOptions
{
    /// <summary>Gets or sets how many ended runs of each job are kept.</summary>
    /// <value>1 to 100,000. The default is 1: the last run.</value>
    public int RunsPerJob { get; set; } = 1;

    /// <summary>Gets or sets how many jobs that completed or failed are kept, whatever their own retention says; the oldest go first.</summary>
    /// <value>0 to 100,000,000. The default is 10,000.</value>
    public int MaxFinishedJobs { get; set; } = 10_000;
}
