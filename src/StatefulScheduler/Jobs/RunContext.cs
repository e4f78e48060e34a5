using Microsoft.Extensions.Logging;

namespace StatefulScheduler;

/// <summary>What a run knows about itself.</summary>
/// <remarks>Valid until the run ends: used later, it throws. Not thread-safe for writes.</remarks>
public abstract class RunContext
{
    private readonly JobExecution execution;
    private int generation;

    private protected RunContext(JobExecution execution)
    {
        this.execution = execution;
        generation = execution.Generation;
    }

    /// <summary>Gets the job as it was at the claim.</summary>
    public ScheduledJob Job => Execution.Job;

    /// <summary>Gets the id of this run.</summary>
    public string RunId => Execution.RunId;

    /// <summary>Gets the occurrence that this run is for. Together with the job's id it is the same for every attempt: an idempotency key.</summary>
    public DateTimeOffset ScheduledAt => Execution.Claim.ScheduledAt;

    /// <summary>Gets when the run began, by the store's clock.</summary>
    public DateTimeOffset StartedAt => Execution.StartedAt;

    /// <summary>Gets which attempt this is; 1 for the first.</summary>
    public int Attempt => Execution.Claim.Attempt;

    /// <summary>Gets the fence: higher for every later run of the job. Hand it to systems that must refuse a stale run.</summary>
    public long Fence => Execution.Claim.Fence;

    /// <summary>Gets what the job was given.</summary>
    public JobValue Arguments => Execution.Claim.Plan.Arguments.WithJson(Execution.Core.Json);

    /// <summary>Gets the scheduler. What it is told happens at once; <see cref="Change"/> happens with this run's commit.</summary>
    public IScheduler Scheduler => Execution.Core.Scheduler;

    /// <summary>Gets the services of this run's scope, which ends with the run.</summary>
    public IServiceProvider Services => Execution.Services;

    /// <summary>Gets the scheduler's logger.</summary>
    public ILogger Logger => Execution.Core.Logger;

    /// <summary>Gets the scheduler's clock.</summary>
    public TimeProvider Time => Execution.Core.Time;

    /// <summary>Gets what else shall change with this run's success: <c>job.Change.Pause().Reason("drained")</c>. Dropped when the run fails.</summary>
    public JobChange Change => Execution.Change;

    /// <summary>Gets or sets what is kept with the run.</summary>
    public JobValue Result
    {
        get => Execution.Result;
        set => Execution.Result = value;
    }

    private protected JobExecution Execution => execution.CurrentFor(generation);

    // Lets the object serve the next run: only when the run before ended on the thread that began it, so that nothing of it goes on.
    internal virtual void Renew() => generation = execution.Generation;
}
