namespace StatefulScheduler.Retries;

// The same decision as in a loop, from what is stored instead of what is remembered.
internal static class RetryDecider
{
    public static RetryDecision Decide<T>(RetryPlan plan, in RetryProgress progress, Exception? exception, T result, DateTimeOffset now, DateTimeOffset? deadline)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(progress.Attempt, 1, nameof(progress));
        if (!plan.Options.Enabled)
            return Ended(progress, exception is null ? RetryEnd.Succeeded : RetryEnd.Disabled);

        var step = StepOf(plan, progress, exception, now);
        if (exception is null)
        {
            step.Result = plan.Shown(result);
            if (!plan.IsRetried(result, ref step))
                return Ended(progress, RetryEnd.Succeeded);
        }
        else if (!plan.IsRetried(ref step))
        {
            return Ended(progress, RetryEnd.NotRetryable);
        }

        return plan.Refuses(ref step, deadline - now) is { } refusal ? Ended(progress, refusal) : new(true, null, step.NextDelay, Next(progress, step, now));
    }

    private static RetryStep StepOf(RetryPlan plan, in RetryProgress progress, Exception? exception, DateTimeOffset now)
    {
        var step = new RetryStep
        {
            Plan = plan,
            BackoffFrom = progress.BackoffFrom,
            Elapsed = now > progress.FirstAttemptAt ? now - progress.FirstAttemptAt : TimeSpan.Zero,
            IdleFor = progress.IdleFor,
            KnownNow = now.UtcTicks,
            Random = new RetryRandom(plan.Options.Randomizer, RetryRandom.SeedOf(progress.Key, progress.FirstAttemptAt)),
        };
        step.Begin(progress.Attempt);
        step.Exception = exception;
        return step;
    }

    private static RetryProgress Next(in RetryProgress progress, in RetryStep step, DateTimeOffset now) => progress with
    {
        Attempt = progress.Attempt + 1,
        IdleFor = Spans.Add(progress.IdleFor, step.NextDelay),
        NextAttemptAt = Spans.Add(now, step.NextDelay),
        LastError = step.Exception?.Message,
        BackoffFrom = step.BackoffFrom,
    };

    private static RetryDecision Ended(in RetryProgress progress, RetryEnd end) => new(false, end, TimeSpan.Zero, progress);
}
