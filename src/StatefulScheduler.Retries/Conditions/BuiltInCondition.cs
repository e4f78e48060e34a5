namespace StatefulScheduler.Retries;

// A condition that reads the step alone.
internal abstract class BuiltInCondition : RetryCondition
{
    internal override StrategyNeeds Needs => StrategyNeeds.None;

    public sealed override bool ShouldRetry(RetryState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ref var step = ref state.Step;
        return step.Exception is null ? OnResult(step.Result, ref step) : OnException(ref step);
    }

    internal abstract override bool OnException(ref RetryStep step);

    internal override bool OnResult<T>(T result, ref RetryStep step) => false;
}
