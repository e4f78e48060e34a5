namespace StatefulScheduler.Retries;

internal sealed class RetryAfterWait(WaitStrategy otherwise, TimeSpan longest) : BuiltInWait
{
    internal override StrategyNeeds Needs => otherwise.Needs | StrategyNeeds.ResultObject;

    public override string ToString() => longest == TimeSpan.MaxValue ? $"as told (Retry-After), else {otherwise}" : $"as told (Retry-After, up to {Words.Of(longest)}), else {otherwise}";

    internal override TimeSpan Delay(ref RetryStep step)
    {
        if (Told(ref step) is not { } told)
            return otherwise.Delay(ref step);

        step.BackoffFrom = step.Attempt;
        return told < TimeSpan.Zero || told > longest ? Wait.GiveUp : told;
    }

    // Of delays that nobody has told yet nothing is known.
    internal override DelayRange Range(int attempt) => otherwise.Range(attempt);

    private static TimeSpan? Told(ref RetryStep step)
    {
        if (step.Exception is null)
            return step.Result is HttpResponseMessage { Headers.RetryAfter: { } header } ? RetryAfterHeader.Of(header, step.Now) : (step.Result as IRetryAfter)?.RetryAfter;

        for (var exception = step.Exception; exception is not null; exception = exception.InnerException)
        {
            if (exception is IRetryAfter { RetryAfter: { } told })
                return told;
        }

        return null;
    }
}
