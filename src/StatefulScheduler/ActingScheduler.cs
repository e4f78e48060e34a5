namespace StatefulScheduler;

// The scheduler as somebody sees it: every change made here is recorded as made by that actor.
internal sealed class ActingScheduler(Scheduler scheduler, string actor) : IJobControl
{
    public IJobControl ActingAs(string actor) => scheduler.ActingAs(actor);

    public ValueTask<ScheduledJob> AddJobAsync(JobDefinition job, CancellationToken cancellationToken = default) => scheduler.AddJobAsync(job, actor, cancellationToken);

    public ValueTask<ScheduledJob?> FindJobAsync(string id, CancellationToken cancellationToken = default) => scheduler.FindJobAsync(id, cancellationToken);

    public ValueTask<ScheduledJob> GetJobAsync(string id, CancellationToken cancellationToken = default) => scheduler.GetJobAsync(id, cancellationToken);

    public ValueTask<ScheduledJob> ModifyJobAsync(string id, Action<JobChange> change, CancellationToken cancellationToken = default) =>
        scheduler.ModifyJobAsync(id, change, actor, cancellationToken);

    public ValueTask<bool> RemoveJobAsync(string id, CancellationToken cancellationToken = default) => scheduler.RemoveJobAsync(id, actor, cancellationToken);

    public ValueTask<JobPage<ScheduledJob>> QueryJobsAsync(JobQuery query, CancellationToken cancellationToken = default) => scheduler.QueryJobsAsync(query, cancellationToken);

    public ValueTask<long> CountJobsAsync(JobQuery query, CancellationToken cancellationToken = default) => scheduler.CountJobsAsync(query, cancellationToken);

    public ValueTask<JobRun> RunJobNowAsync(string id, CancellationToken cancellationToken = default) => scheduler.RunJobNowAsync(id, actor, cancellationToken);

    public ValueTask<JobRun> WaitForRunAsync(JobRun run, CancellationToken cancellationToken = default) => scheduler.WaitForRunAsync(run, cancellationToken);

    public ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        scheduler.GetStateHistoryAsync(id, after, pageSize, cancellationToken);

    public ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        scheduler.GetRunsAsync(id, after, pageSize, cancellationToken);

    public ValueTask<ScheduledJob> RestoreStateAsync(string id, long version, string? reason = null, CancellationToken cancellationToken = default) =>
        scheduler.RestoreStateAsync(id, version, reason, actor, cancellationToken);
}
