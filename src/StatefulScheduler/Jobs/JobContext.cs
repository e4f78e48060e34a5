namespace StatefulScheduler;

/// <summary>What a run knows, with the state as a JSON object.</summary>
public sealed class JobContext : RunContext
{
    internal JobContext(JobExecution execution)
        : base(execution)
    {
    }

    /// <summary>Gets or sets the state. What is assigned is committed with the run's success, and dropped when it fails.</summary>
    public JobState State
    {
        get => Execution.Memory.Current;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Execution.Memory.Assign(value);
        }
    }

    /// <summary>Stores a state now: it survives a crash, and this run's failure.</summary>
    /// <param name="state">The state; where somebody changed the stored one meanwhile, both are merged.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the state is stored.</returns>
    /// <exception cref="StaleRunException">This run is no longer current; nothing was changed.</exception>
    public ValueTask SaveStateAsync(JobState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Execution.Memory.SaveAsync(state, cancellationToken);
    }

    /// <summary>Changes the newest stored state: a compare-and-swap that never loses another's update.</summary>
    /// <param name="update">From state to state; pure, it may be called again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state that was stored, which also becomes <see cref="State"/>.</returns>
    /// <exception cref="StaleRunException">This run is no longer current; nothing was changed.</exception>
    public ValueTask<JobState> UpdateStateAsync(Func<JobState, JobState> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Execution.Memory.UpdateAsync(update, cancellationToken);
    }

    internal JobContext<TState> As<TState>() => Execution.Typed<TState>();
}
