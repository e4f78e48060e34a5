namespace StatefulScheduler.Retries;

// A stop that reads the step alone.
internal abstract class BuiltInStop : StopStrategy
{
    internal override StrategyNeeds Needs => StrategyNeeds.None;

    public sealed override bool ShouldStop(RetryState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Stops(ref state.Step);
    }

    internal abstract override bool Stops(ref RetryStep step);
}
