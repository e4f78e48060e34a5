namespace StatefulScheduler;

/// <summary>How the SQLite store behaves.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>Gets or sets how long opening the store waits while another process owns the file; then it is refused.</summary>
    /// <value>Not negative; zero refuses at once. The default is 5 seconds: enough for a restart in which the old process is just ending, short enough for a second start by mistake to be seen.</value>
    /// <remarks>The owner holds a lock of the operating system on <c>&lt;file&gt;.lock</c>, which ends with its process, however that ends.</remarks>
    public TimeSpan OwnerWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long a write waits for a foreign program that holds the file, such as a SQLite shell or a backup.</summary>
    /// <value>Not negative. The default is 5 seconds. Afterwards the write fails with <see cref="StoreUnavailableException"/>, and the next one tries anew.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long a job stays after it completed, where <see cref="JobOptions.KeepFinished"/> says nothing. Jobs declared in code stay anyway.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan KeepCompleted { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how long a job stays after it failed for good, where <see cref="JobOptions.KeepFinished"/> says nothing. Jobs declared in code stay anyway.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan KeepFailed { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how many ended runs are kept for each job.</summary>
    /// <value>1 to 100,000. The default is 100.</value>
    public int KeepRuns { get; set; } = 100;

    /// <summary>Gets or sets how long an ended run is kept; the last one of a job stays as long as the job.</summary>
    /// <value>Positive. The default is 7 days.</value>
    public TimeSpan KeepRunsFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets whether every statement is logged with its parameters; states, results and definitions are masked.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Echo { get; set; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(OwnerWait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(BusyTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepCompleted, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepFailed, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepRuns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeepRuns, 100_000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(KeepRunsFor, TimeSpan.Zero);
    }
}
