namespace StatefulScheduler.Retries;

internal sealed class AnyCondition(RetryCondition[] operands) : BuiltInCondition, ICombination<RetryCondition>
{
    public RetryCondition[] Operands => operands;

    public override IReadOnlyList<RetryCondition> Parts => Array.AsReadOnly(operands);

    internal override StrategyNeeds Needs { get; } = operands.Aggregate(StrategyNeeds.None, (needs, operand) => needs | operand.Needs);

    public override async ValueTask<bool> ShouldRetryAsync(RetryState state, CancellationToken cancellationToken)
    {
        foreach (var operand in operands)
        {
            if (await operand.ShouldRetryAsync(state, cancellationToken).ConfigureAwait(false))
                return true;
        }

        return false;
    }

    public override string ToString() => operands.Length == 0 ? "never" : Words.Join("or", operands);

    internal override bool OnException(ref RetryStep step)
    {
        foreach (var operand in operands)
        {
            if (operand.OnException(ref step))
                return true;
        }

        return false;
    }

    internal override bool OnResult<T>(T result, ref RetryStep step)
    {
        foreach (var operand in operands)
        {
            if (operand.OnResult(result, ref step))
                return true;
        }

        return false;
    }
}

internal sealed class AllCondition(RetryCondition[] operands) : BuiltInCondition, ICombination<RetryCondition>
{
    public RetryCondition[] Operands => operands;

    public override IReadOnlyList<RetryCondition> Parts => Array.AsReadOnly(operands);

    // One operand that knows exceptions only, and no result is ever retried.
    internal override StrategyNeeds Needs { get; } =
        operands.Aggregate(StrategyNeeds.Results, (needs, operand) => ((needs | operand.Needs) & ~StrategyNeeds.Results) | (needs & operand.Needs & StrategyNeeds.Results));

    public override async ValueTask<bool> ShouldRetryAsync(RetryState state, CancellationToken cancellationToken)
    {
        foreach (var operand in operands)
        {
            if (!await operand.ShouldRetryAsync(state, cancellationToken).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    public override string ToString() => operands.Length == 0 ? "always" : Words.Join("and", operands);

    internal override bool OnException(ref RetryStep step)
    {
        foreach (var operand in operands)
        {
            if (!operand.OnException(ref step))
                return false;
        }

        return true;
    }

    internal override bool OnResult<T>(T result, ref RetryStep step)
    {
        foreach (var operand in operands)
        {
            if (!operand.OnResult(result, ref step))
                return false;
        }

        return true;
    }
}

internal sealed class NotCondition(RetryCondition operand) : BuiltInCondition
{
    internal override StrategyNeeds Needs => operand.Needs | StrategyNeeds.Results;

    public override async ValueTask<bool> ShouldRetryAsync(RetryState state, CancellationToken cancellationToken) =>
        !state.Step.IsCancellation && !await operand.ShouldRetryAsync(state, cancellationToken).ConfigureAwait(false);

    public override string ToString() => $"not ({operand})";

    internal override bool OnException(ref RetryStep step) => !step.IsCancellation && !operand.OnException(ref step);

    internal override bool OnResult<T>(T result, ref RetryStep step) => !operand.OnResult(result, ref step);
}
