using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler;

/// <summary>Who runs it?</summary>
public abstract class JobExecutor
{
    /// <summary>Gets the executor that runs a job where it was claimed and waits for its end before it begins the next: for debugging.</summary>
    public static JobExecutor Inline { get; } = new InlineExecutor();

    /// <summary>Makes the default executor: the thread pool, asynchronous jobs side by side, bounded by <see cref="SchedulerOptions.MaxConcurrentRuns"/>.</summary>
    /// <returns>The executor.</returns>
    public static JobExecutor Pool() => new PoolExecutor(int.MaxValue);

    /// <summary>Makes an executor like the default one with a bound of its own.</summary>
    /// <param name="maxConcurrentRuns">How many of its runs may be in flight; 1 to 10,000.</param>
    /// <returns>The executor.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrentRuns"/> is out of range.</exception>
    public static JobExecutor Pool(int maxConcurrentRuns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrentRuns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxConcurrentRuns, 10_000);
        return new PoolExecutor(maxConcurrentRuns);
    }

    // Whether a run's end is waited for before the next one begins.
    internal virtual bool RunsOneByOne => false;

    /// <summary>Runs a claimed job.</summary>
    /// <param name="execution">The run.</param>
    /// <param name="cancellationToken">Fires when the run must end.</param>
    /// <returns>How it ended; never an exception.</returns>
    [Experimental("STS9001")]
    protected internal abstract ValueTask<JobOutcome> ExecuteAsync(JobExecution execution, CancellationToken cancellationToken);
}
