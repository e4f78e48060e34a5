namespace StatefulScheduler;

/// <summary>Everything that can be done to jobs. A scheduler is one; a view of it is another. Thread-safe.</summary>
public interface IJobControl
{
    /// <summary>Gives a view whose changes are recorded as made by somebody.</summary>
    /// <param name="actor">Who.</param>
    /// <returns>The view.</returns>
    IJobControl ActingAs(string actor);

    /// <summary>Adds a job.</summary>
    /// <param name="job">Which, with what.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job as it is stored.</returns>
    /// <exception cref="JobExistsException">The id is taken and <see cref="JobDefinition.IfExists"/> is <see cref="IfExists.Fail"/>.</exception>
    /// <exception cref="HandlerNotFoundException">No handler of that name is registered.</exception>
    /// <exception cref="JobStateException">The state is refused.</exception>
    /// <exception cref="ArgumentException">The id, the options or the arguments are refused.</exception>
    ValueTask<ScheduledJob> AddJobAsync(JobDefinition job, CancellationToken cancellationToken = default);

    /// <summary>Reads a job.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job; <see langword="null"/> when there is none.</returns>
    ValueTask<ScheduledJob?> FindJobAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads a job.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobNotFoundException">There is none; the text suggests one that looks alike.</exception>
    ValueTask<ScheduledJob> GetJobAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Changes a job: state, trigger, options, pause, resume, all in one store update.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">Describes the change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job as it is after the change.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">A version that the change expects is not the job's.</exception>
    /// <exception cref="JobStatusException">The change does not apply to a job in its status.</exception>
    /// <exception cref="JobStateException">The new state is refused; nothing was changed.</exception>
    ValueTask<ScheduledJob> ModifyJobAsync(string id, Action<JobChange> change, CancellationToken cancellationToken = default);

    /// <summary>Removes a job, with its history. Runs in flight go on; what they return is not committed.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when it was not there.</returns>
    ValueTask<bool> RemoveJobAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of jobs: filtered, sorted and paged in the store.</summary>
    /// <param name="query">Which, in which order.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The page.</returns>
    ValueTask<JobPage<ScheduledJob>> QueryJobsAsync(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>Counts jobs.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many.</returns>
    ValueTask<long> CountJobsAsync(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>Asks for a run beside the schedule, as soon as a run slot is free. The schedule, and a pause, stay as they are.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The run, pending; <see cref="WaitForRunAsync"/> waits for its end.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobStatusException">The job is parked.</exception>
    ValueTask<JobRun> RunJobNowAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Waits for a run to be committed, whichever node runs it. An end on another node is noticed within about a second.</summary>
    /// <param name="run">The run, as <see cref="RunJobNowAsync"/> gave it, on this node or on another.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The run as it ended: the first attempt that was not retried; cancelled when its job was paused or removed before it began, or when the store keeps nothing of it.</returns>
    /// <exception cref="ArgumentException">The run was not asked for on this node, and the store does not know it.</exception>
    ValueTask<JobRun> WaitForRunAsync(JobRun run, CancellationToken cancellationToken = default);

    /// <summary>Reads the kept versions of a job's state, the current one first.</summary>
    /// <param name="id">Which.</param>
    /// <param name="after"><see cref="JobPage{T}.Next"/> of the page before.</param>
    /// <param name="pageSize">How many at most: 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The page.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="NotSupportedException">The store keeps no past.</exception>
    ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after = null, int pageSize = 100, CancellationToken cancellationToken = default);

    /// <summary>Reads the kept runs of a job, newest first.</summary>
    /// <param name="id">Which.</param>
    /// <param name="after"><see cref="JobPage{T}.Next"/> of the page before.</param>
    /// <param name="pageSize">How many at most: 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The page.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="NotSupportedException">The store keeps no past.</exception>
    ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after = null, int pageSize = 100, CancellationToken cancellationToken = default);

    /// <summary>Writes an earlier state of a job as a new version: nothing is rewritten.</summary>
    /// <param name="id">Which.</param>
    /// <param name="version">The <see cref="StateVersion.Version"/> to restore.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job as it is after the change.</returns>
    /// <exception cref="ArgumentException">That version is not kept.</exception>
    ValueTask<ScheduledJob> RestoreStateAsync(string id, long version, string? reason = null, CancellationToken cancellationToken = default);
}

/// <summary>A scheduler: what can be done to its jobs, and to itself. Thread-safe.</summary>
public interface IScheduler : IJobControl
{
    /// <summary>Gets the scheduler's name; empty for the unnamed one.</summary>
    string Name { get; }

    /// <summary>Gets what the scheduler is doing.</summary>
    SchedulerStatus Status { get; }

    /// <summary>Gets who is told.</summary>
    ISchedulerEvents Events { get; }

    /// <summary>Opens the store, reconciles the declared jobs and begins to run what is due. Does nothing when it has been started.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that completes when the scheduler runs.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be used.</exception>
    ValueTask StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops claiming. Runs in flight go on, commands work.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when no new run starts any more.</returns>
    ValueTask PauseAsync(CancellationToken cancellationToken = default);

    /// <summary>Claims again.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the scheduler runs.</returns>
    ValueTask ResumeAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops: no new run starts, runs in flight are given <see cref="SchedulerOptions.DrainTimeout"/>, then their tokens fire, and what they did is committed.</summary>
    /// <param name="cancellationToken">Ends the drain early.</param>
    /// <returns>A task that completes when the scheduler has stopped.</returns>
    ValueTask StopAsync(CancellationToken cancellationToken = default);

    /// <summary>Reports how the scheduler is.</summary>
    /// <returns>The report.</returns>
    SchedulerHealth GetHealth();
}

/// <summary>What a scheduler is doing.</summary>
public enum SchedulerStatus
{
    /// <summary>It has not been started, or has stopped. Commands reach the store once it has been started.</summary>
    Stopped,

    /// <summary>It runs what is due.</summary>
    Running,

    /// <summary>It claims nothing; commands work.</summary>
    Paused,

    /// <summary>It drains.</summary>
    Stopping,
}
