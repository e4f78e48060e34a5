namespace StatefulScheduler.Retries;

// `retried` says what the test names: the results to retry, or those that are good.
internal sealed class ResultCondition<TRule>(Func<TRule, bool> test, bool retried) : BuiltInCondition
{
    private static readonly bool TakesNull = default(TRule) is null;

    internal override StrategyNeeds Needs => StrategyNeeds.Results;

    public override string ToString() => retried ? $"some results ({typeof(TRule).Name})" : $"all but some results ({typeof(TRule).Name})";

    // The way without a virtual call: the policy has found that results are a matter of this condition alone.
    public bool Retries(TRule result) => test(result) == retried;

    internal override bool OnException(ref RetryStep step) => false;

    // Of a call that returns another type, what fits is judged. A null has no type: it is judged where the call could have returned a TRule.
    internal override bool OnResult<T>(T result, ref RetryStep step)
    {
        if (typeof(T) == typeof(Nothing))
            return false;
        if (result is TRule fitting)
            return Retries(fitting);
        return result is null && TakesNull && (typeof(T) == typeof(object) || typeof(TRule).IsAssignableFrom(typeof(T))) && Retries(default!);
    }
}
