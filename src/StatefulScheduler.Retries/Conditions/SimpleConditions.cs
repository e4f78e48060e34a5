namespace StatefulScheduler.Retries;

internal sealed class ConstantCondition(bool retries) : BuiltInCondition
{
    internal override StrategyNeeds Needs => retries ? StrategyNeeds.Results : StrategyNeeds.None;

    public override string ToString() => retries ? "always" : "never";

    internal override bool OnException(ref RetryStep step) => retries;

    internal override bool OnResult<T>(T result, ref RetryStep step) => retries;
}

internal sealed class CustomCondition(Func<RetryState, bool> shouldRetry) : RetryCondition
{
    internal override StrategyNeeds Needs => StrategyNeeds.State | StrategyNeeds.Results;

    public override bool ShouldRetry(RetryState state) => shouldRetry(state);

    public override string ToString() => "when code says so";
}

internal sealed class AwaitedCondition(Func<RetryState, CancellationToken, ValueTask<bool>> shouldRetry, StrategyNeeds results) : RetryCondition
{
    internal override StrategyNeeds Needs => StrategyNeeds.State | StrategyNeeds.Async | results;

    public override bool ShouldRetry(RetryState state) => throw new InvalidOperationException(
        "The policy has a condition that has to be awaited (RetryIf.WhenAsync, ExceptionAsync or ResultAsync), but was asked synchronously. Use ExecuteAsync or AttemptsAsync, or a condition that answers at once.");

    public override ValueTask<bool> ShouldRetryAsync(RetryState state, CancellationToken cancellationToken) => shouldRetry(state, cancellationToken);

    public override string ToString() => "when asynchronous code says so";
}
