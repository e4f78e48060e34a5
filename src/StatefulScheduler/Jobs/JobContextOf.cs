namespace StatefulScheduler;

/// <summary>What a run knows, with the state as a value of the job's state type.</summary>
/// <typeparam name="TState">The state type.</typeparam>
public sealed class JobContext<TState> : RunContext
{
    private readonly StateType<TState> type;
    private JobState? read;
    private TState value = default!;

    internal JobContext(JobExecution execution, StateType<TState> type)
        : base(execution) => this.type = type;

    /// <summary>Gets the state as at the claim, or as last saved.</summary>
    /// <exception cref="JobStateException">The stored state does not fit the type; the job is parked with that reason.</exception>
    public TState State
    {
        get
        {
            var current = Execution.Memory.Current;
            if (!ReferenceEquals(current, read))
            {
                value = type.Read(current, Execution.Claim.Plan.Id);
                read = current;
            }

            return value;
        }
    }

    /// <summary>Stores a state now: it survives a crash, and this run's failure.</summary>
    /// <param name="state">The state; where somebody changed the stored one meanwhile, both are merged.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the state is stored.</returns>
    /// <exception cref="StaleRunException">This run is no longer current; nothing was changed.</exception>
    public ValueTask SaveStateAsync(TState state, CancellationToken cancellationToken = default)
    {
        var memory = Execution.Memory;
        return memory.SaveAsync(type.Write(memory.Current, state), cancellationToken);
    }

    /// <summary>Changes the newest stored state: a compare-and-swap that never loses another's update.</summary>
    /// <param name="update">From state to state; pure, it may be called again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state that was stored, which also becomes <see cref="State"/>.</returns>
    /// <exception cref="StaleRunException">This run is no longer current; nothing was changed.</exception>
    public async ValueTask<TState> UpdateStateAsync(Func<TState, TState> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        await Execution.Memory.UpdateAsync(state => type.Apply(state, update), cancellationToken).ConfigureAwait(false);
        return State;
    }

    internal void Return(TState next)
    {
        var memory = Execution.Memory;
        memory.Assign(type.Write(memory.Current, next));
    }

    internal override void Renew()
    {
        base.Renew();
        read = null;
        value = default!;
    }
}
