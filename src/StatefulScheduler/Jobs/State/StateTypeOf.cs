namespace StatefulScheduler;

internal sealed class StateType<TState>(JobJson json) : StateType
{
    public JobJson Json => json;

    public override Type Type => typeof(TState);

    public override JobState FromObject(object? value, JobJson json) => throw new NotImplementedException();

    public override void CheckFits(JobState state, string jobId) => throw new NotImplementedException();

    public JobState Apply(JobState state, Func<TState, TState> update) => throw new NotImplementedException();

    public TState Read(JobState state, string jobId) => throw new NotImplementedException();

    public JobState Write(JobState @base, TState next) => throw new NotImplementedException();
}
