namespace StatefulScheduler.Engine;

// Code under a name: how it is called, and what goes with it.
internal abstract class JobHandler(string name, HandlerBuilder code, JobJson json)
{
    private readonly Func<JobState, JobState>[] upgrades = code.Upgrades(name);

    public string Name => name;

    // The class whose job this is; null for a delegate.
    public virtual Type? JobType => null;

    public JobOptions Defaults => code.Defaults;

    public Func<FailedRun, FailureDecision>? Decide => code.Decide;

    // The highest schema version that this handler reads.
    public int Schema => upgrades.Length + 1;

    public StateType? StateType { get; protected init; } = code.StateCheck?.Invoke(json);

    public abstract ValueTask InvokeAsync(JobContext job, CancellationToken cancellationToken);

    public JobState Upgrade(JobState state, int schema)
    {
        for (; schema < Schema; schema++)
            state = upgrades[schema - 1](state).WithJson(json);
        return state;
    }

    public void CheckArguments(JobValue arguments) => code.ArgumentsCheck?.Invoke(arguments);
}
