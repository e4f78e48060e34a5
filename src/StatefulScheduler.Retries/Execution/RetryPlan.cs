using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Retries;

// The options of a policy, thought through once: what the strategies look at, and whether a call needs anything before its first attempt. Immutable.
internal sealed class RetryPlan
{
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(30);

    // Somebody may ask a RetryState for the result: a struct is boxed for that.
    private readonly bool showsResults;

    // The wait looks for a Retry-After in results.
    private readonly bool looksAtResults;

    public RetryPlan(RetryOptions options, string? name)
    {
        Options = options;
        Name = name;
        Stop = StopOf(options);
        Wait = options.Wait ?? Retries.Wait.RetryAfter(BackoffOf(options), options.MaxRetryAfter);
        Condition = options.RetryIf ?? RetryIf.Exception();
        Time = options.TimeProvider ?? TimeProvider.System;
        StopTokens = [.. Stop.Tokens()];
        OnGiveUp = options.OnGiveUp ?? (options.CreateException is null ? GiveUpBehavior.Rethrow : GiveUpBehavior.Wrap);

        var needs = Stop.Needs | Wait.Needs | Condition.Needs | HooksNeed(options);
        JudgesResults = Condition.Needs.HasFlag(StrategyNeeds.Results);
        SoleResultRule = JudgesResults ? FindSoleResultRule(Condition) : null;
        IsAwaited = Condition.Needs.HasFlag(StrategyNeeds.Async);
        showsResults = needs.HasFlag(StrategyNeeds.State);
        looksAtResults = needs.HasFlag(StrategyNeeds.ResultObject);
        Measures = needs.HasFlag(StrategyNeeds.Clock);
        IsPlain = options is { Enabled: true, Before: null, AttemptTimeout: null, SharedBudget: null, Nesting: RetryNesting.Multiply }
            && !Measures && !IsAwaited && (!JudgesResults || !Condition.Needs.HasFlag(StrategyNeeds.State));
    }

    public RetryOptions Options { get; }

    public string? Name { get; }

    public StopStrategy Stop { get; }

    public WaitStrategy Wait { get; }

    public RetryCondition Condition { get; }

    public TimeProvider Time { get; }

    public GiveUpBehavior OnGiveUp { get; }

    // Those that end a delay.
    public CancellationToken[] StopTokens { get; }

    public RetryBudget? Budget => Options.SharedBudget;

    public ILogger? Logger => Options.Logger;

    // Nothing is to be done before or around the first attempt: a call that succeeds at once needs no more than the operation itself.
    public bool IsPlain { get; }

    // Results can be retried at all.
    public bool JudgesResults { get; }

    // The one condition that results are a matter of, if there is just one: it is asked without a virtual call.
    public RetryCondition? SoleResultRule { get; }

    public bool IsAwaited { get; }

    // The clock is read before the first attempt.
    public bool Measures { get; }

    // Nobody is to hear of attempts that succeed, and no time limit is set around them: the first attempt may be made before anything else is thought of.
    public bool IsQuick(CancellationToken cancellationToken) =>
        IsPlain && !Telemetry.IsHeard && !cancellationToken.IsCancellationRequested && RetryDeadline.Current is null && (Logger is null || !Logger.IsEnabled(LogLevel.Debug));

    // The part of a decision that is pure, in process and in the store: how long to wait, and whether that has been enough. Null: another attempt.
    public RetryEnd? Refuses(ref RetryStep step, TimeSpan? untilDeadline)
    {
        var delay = Wait.Delay(ref step);
        if (delay < TimeSpan.Zero)
            return RetryEnd.Stopped;
        step.NextDelay = delay;
        if (Stop.Stops(ref step))
            return RetryEnd.Stopped;
        return delay >= untilDeadline ? RetryEnd.DeadlineReached : null;
    }

    // A result as an object, for whoever looks at one; null when nobody does, so that no struct is boxed in vain.
    public object? Shown<T>(T result)
    {
        if (typeof(T) == typeof(Nothing))
            return null;
        return showsResults || (looksAtResults && (!typeof(T).IsValueType || result is IRetryAfter)) ? result : null;
    }

    public bool IsRetried(ref RetryStep step) => step.Exception is TryAgainException || Condition.OnException(ref step);

    public bool IsRetried<T>(T result, ref RetryStep step) =>
        JudgesResults && (SoleResultRule is ResultCondition<T> rule ? rule.Retries(result) : Condition.OnResult(result, ref step));

    public override string ToString()
    {
        var name = Name is null ? "retry" : $"retry '{Name}'";
        if (!Options.Enabled)
            return $"{name}: disabled";
        var text = $"{name}: {Condition}; wait {Wait}; stop {Stop}";
        if (Options.AttemptTimeout is { } timeout)
            text += $"; each attempt at most {Words.Of(timeout)}";
        return Options.SharedBudget is null ? text : $"{text}; within a budget";
    }

    private static StopStrategy StopOf(RetryOptions options)
    {
        var stops = new List<StopStrategy>();
        if (options.MaxAttempts is { } attempts)
            stops.Add(Retries.Stop.AfterAttempt(attempts));
        if (options.MaxDuration is { } duration)
            stops.Add(Retries.Stop.BeforeDelay(duration));
        if (options.Stop is { } stop)
            stops.Add(stop);
        return stops.Count switch
        {
            0 => Retries.Stop.AfterAttempt(3),
            1 => stops[0],
            _ => Retries.Stop.Any([.. stops]),
        };
    }

    private static WaitStrategy BackoffOf(RetryOptions options)
    {
        var delay = options.Delay ?? DefaultDelay;
        var max = options.MaxDelay ?? (delay > DefaultMaxDelay ? delay : DefaultMaxDelay);
        return options.Backoff switch
        {
            BackoffKind.None => Retries.Wait.None,
            BackoffKind.Fixed => Retries.Wait.Fixed(delay),
            BackoffKind.Incrementing => Retries.Wait.Incrementing(delay, delay, max),
            BackoffKind.Exponential => Retries.Wait.Exponential(delay, max),
            BackoffKind.ExponentialJitter => Retries.Wait.ExponentialJitter(delay, max, jitter: delay),
            BackoffKind.DecorrelatedJitter => Retries.Wait.DecorrelatedJitter(delay, max),
            _ => Retries.Wait.RandomExponential(delay, max),
        };
    }

    private static StrategyNeeds HooksNeed(RetryOptions options) =>
        options is { Before: null, After: null, BeforeDelay: null, BeforeDelayAsync: null, CreateException: null, Fallback: null } ? StrategyNeeds.None : StrategyNeeds.State;

    private static RetryCondition? FindSoleResultRule(RetryCondition condition)
    {
        if (condition is not AnyCondition { Operands: var operands })
            return condition;
        var ofResults = operands.Where(operand => operand.Needs.HasFlag(StrategyNeeds.Results)).ToArray();
        return ofResults.Length == 1 ? ofResults[0] : null;
    }
}
