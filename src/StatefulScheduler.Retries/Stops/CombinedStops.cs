namespace StatefulScheduler.Retries;

internal sealed class AnyStop(StopStrategy[] operands) : BuiltInStop, ICombination<StopStrategy>
{
    public StopStrategy[] Operands => operands;

    public override IReadOnlyList<StopStrategy> Parts => Array.AsReadOnly(operands);

    internal override StrategyNeeds Needs { get; } = operands.Aggregate(StrategyNeeds.None, (needs, operand) => needs | operand.Needs);

    internal override int AttemptLimit => operands.Length == 0 ? int.MaxValue : operands.Min(operand => operand.AttemptLimit);

    public override string ToString() => operands.Length == 0 ? "never" : Words.Join("or", operands);

    internal override bool Stops(ref RetryStep step)
    {
        foreach (var operand in operands)
        {
            if (operand.Stops(ref step))
                return true;
        }

        return false;
    }

    internal override IEnumerable<CancellationToken> Tokens() => operands.SelectMany(operand => operand.Tokens());
}

internal sealed class AllStop(StopStrategy[] operands) : BuiltInStop, ICombination<StopStrategy>
{
    public StopStrategy[] Operands => operands;

    public override IReadOnlyList<StopStrategy> Parts => Array.AsReadOnly(operands);

    internal override StrategyNeeds Needs { get; } = operands.Aggregate(StrategyNeeds.None, (needs, operand) => needs | operand.Needs);

    internal override int AttemptLimit => operands.Length == 0 ? 1 : operands.Max(operand => operand.AttemptLimit);

    public override string ToString() => operands.Length == 0 ? "after the first attempt" : Words.Join("and", operands);

    internal override bool Stops(ref RetryStep step)
    {
        foreach (var operand in operands)
        {
            if (!operand.Stops(ref step))
                return false;
        }

        return true;
    }
}
