namespace StatefulScheduler;

/// <summary>A job that reads and assigns <see cref="JobContext.State"/> itself, or has no state.</summary>
public interface IJob
{
    /// <summary>Does the work of one run.</summary>
    /// <param name="job">What the run knows, and the state.</param>
    /// <param name="cancellationToken">Fires when the run must end: it timed out, was cancelled, lost its lease, or the scheduler stops.</param>
    /// <returns>A task that completes when the run has ended; an exception makes it a failed run.</returns>
    ValueTask RunAsync(JobContext job, CancellationToken cancellationToken);
}

/// <summary>A job as a function from state to state: what it returns is committed with the run; when it throws, nothing is.</summary>
/// <typeparam name="TState">The state: a record, class or struct that is a JSON object.</typeparam>
public interface IJob<TState> : IJob
{
    /// <summary>Does the work of one run.</summary>
    /// <param name="job">What the run knows, and the state it starts from.</param>
    /// <param name="cancellationToken">Fires when the run must end: it timed out, was cancelled, lost its lease, or the scheduler stops.</param>
    /// <returns>The next state.</returns>
    ValueTask<TState> RunAsync(JobContext<TState> job, CancellationToken cancellationToken);

    /// <inheritdoc/>
    async ValueTask IJob.RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var typed = job.As<TState>();
        typed.Return(await RunAsync(typed, cancellationToken).ConfigureAwait(false));
    }
}
