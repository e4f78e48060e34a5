namespace StatefulScheduler.Retries;

internal sealed class ChainWait(WaitStrategy[] links) : BuiltInWait
{
    internal override StrategyNeeds Needs { get; } = links.Aggregate(StrategyNeeds.None, (needs, link) => needs | link.Needs);

    public override string ToString() => $"first {string.Join(", then ", links.Select(link => link.ToString()))}";

    internal override TimeSpan Delay(ref RetryStep step) => After(step.BackoffAttempt).Delay(ref step);

    internal override DelayRange Range(int attempt) => After(attempt).Range(attempt);

    private WaitStrategy After(int attempt) => links[Math.Clamp(attempt, 1, links.Length) - 1];
}

internal sealed class SumWait(WaitStrategy[] operands) : BuiltInWait, ICombination<WaitStrategy>
{
    public WaitStrategy[] Operands => operands;

    internal override StrategyNeeds Needs { get; } = operands.Aggregate(StrategyNeeds.None, (needs, operand) => needs | operand.Needs);

    public override string ToString() => operands.Length == 0 ? "no wait" : Words.Join("+", operands);

    internal override TimeSpan Delay(ref RetryStep step)
    {
        var sum = TimeSpan.Zero;
        foreach (var operand in operands)
        {
            var delay = operand.Delay(ref step);
            if (delay == Wait.GiveUp)
                return delay;
            sum = Spans.Add(sum, delay);
        }

        return sum;
    }

    internal override DelayRange Range(int attempt) => operands.Select(operand => operand.Range(attempt)).Aggregate(
        new DelayRange(TimeSpan.Zero, TimeSpan.Zero), (sum, range) => new(Spans.Add(sum.Min, range.Min), Spans.Add(sum.Max, range.Max)));
}

internal sealed class SpreadWait(WaitStrategy wait, double fraction) : BuiltInWait
{
    internal override StrategyNeeds Needs => wait.Needs;

    public override string ToString() => Words.Invariant($"{wait}, ±{fraction * 100:0.#} %");

    internal override TimeSpan Delay(ref RetryStep step)
    {
        var delay = wait.Delay(ref step);
        return delay == Wait.GiveUp ? delay : Spread(delay, step.Random.Next());
    }

    internal override DelayRange Range(int attempt)
    {
        var range = wait.Range(attempt);
        return new(Spread(range.Min, 0), Spread(range.Max, 1));
    }

    private TimeSpan Spread(TimeSpan delay, double unit) => Spans.FromTicks(delay.Ticks * (1 - fraction + (2 * fraction * unit)));
}
