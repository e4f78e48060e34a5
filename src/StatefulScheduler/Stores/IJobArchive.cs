using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Stores;

/// <summary>Reads the past of jobs. Optional: a store without it works, and says so when asked.</summary>
[Experimental("STS9001")]
public interface IJobArchive
{
    /// <summary>Reads the kept versions of a job's state, the current one first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after"><see cref="JobPage{T}.Next"/> of the page before.</param>
    /// <param name="pageSize">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The page; empty when there is no such job.</returns>
    ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken);

    /// <summary>Reads the kept runs of a job, newest first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after"><see cref="JobPage{T}.Next"/> of the page before.</param>
    /// <param name="pageSize">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The page; empty when there is no such job.</returns>
    ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken);
}
