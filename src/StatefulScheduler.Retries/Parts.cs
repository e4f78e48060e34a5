namespace StatefulScheduler.Retries;

// A combination of combinations of the same kind is one combination: `a | b | c` has three parts.
internal static class Parts
{
    public static TStrategy[] Flatten<TStrategy, TCombination>(ReadOnlySpan<TStrategy> strategies, string parameter)
        where TStrategy : class
        where TCombination : ICombination<TStrategy>
    {
        var parts = new List<TStrategy>(strategies.Length);
        foreach (var strategy in strategies)
        {
            ArgumentNullException.ThrowIfNull(strategy, parameter);
            if (strategy is TCombination combination && combination.Operands.Length > 0)
                parts.AddRange(combination.Operands);
            else
                parts.Add(strategy);
        }

        return [.. parts];
    }
}

// What stands in brackets inside another combination.
internal interface ICombination;

internal interface ICombination<TStrategy> : ICombination
{
    TStrategy[] Operands { get; }
}
