namespace StatefulScheduler.Retries;

// A wait that reads the step alone.
internal abstract class BuiltInWait : WaitStrategy
{
    internal override StrategyNeeds Needs => StrategyNeeds.None;

    public sealed override TimeSpan GetDelay(RetryState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Delay(ref state.Step);
    }

    internal abstract override TimeSpan Delay(ref RetryStep step);

    internal abstract override DelayRange Range(int attempt);
}
