namespace StatefulScheduler.Retries;

/// <summary>Shows hooks, and strategies of one's own, how a call stands after an attempt.</summary>
/// <remarks>
/// One object serves all attempts of a call and moves on with them: take out what is to outlive the hook. Not for several threads at once.
/// It can be made by hand, to test a strategy: <c>new RetryState { AttemptNumber = 3, Exception = new TimeoutException() }</c>.
/// </remarks>
public sealed class RetryState
{
    private RetryStep step = new() { Attempt = 1 };

    /// <summary>Gets which attempt it is: 1 for the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    public int AttemptNumber
    {
        get => step.Attempt;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            step.Attempt = value;
        }
    }

    /// <summary>Gets the time from the beginning of the first attempt to the end of this one; before the end of the first: zero.</summary>
    public TimeSpan Elapsed
    {
        get => step.Elapsed;
        init => step.Elapsed = value;
    }

    /// <summary>Gets how much of <see cref="Elapsed"/> was spent in delays; from the before-delay hooks on, the coming delay included.</summary>
    public TimeSpan IdleFor
    {
        get => step.IdleFor;
        init => step.IdleFor = value;
    }

    /// <summary>Gets the delay that would follow this attempt. Known from the stop strategies on; before them zero.</summary>
    public TimeSpan NextDelay
    {
        get => step.NextDelay;
        init => step.NextDelay = value;
    }

    /// <summary>Gets what the attempt threw; null when it returned, or has not ended.</summary>
    public Exception? Exception
    {
        get => step.Exception;
        init => step.Exception = value;
    }

    /// <summary>Gets what the attempt returned; null also when it threw, returned nothing or has not ended.</summary>
    public object? Result
    {
        get => step.Result;
        init => step.Result = value;
    }

    /// <summary>Gets whether the attempt threw.</summary>
    public bool Failed => step.Exception is not null;

    /// <summary>Gets the policy's name; null when it has none.</summary>
    public string? PolicyName
    {
        get => step.Plan?.Name ?? field;
        init;
    }

    /// <summary>Gets the token that the caller gave.</summary>
    public CancellationToken CancellationToken
    {
        get => step.Caller;
        init => step.Caller = value;
    }

    /// <summary>Sets where <see cref="NextRandom"/> takes its numbers, for tests; left out, they follow from the attempt's number alone.</summary>
    public Func<double> Randomizer
    {
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            step.Random = new RetryRandom(value, 0);
        }
    }

    internal ref RetryStep Step => ref step;

    /// <summary>Looks at the result, if the attempt returned one of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="result">The result; default when the answer is false.</param>
    /// <returns>Whether the attempt returned a <typeparamref name="T"/>; a null is no <typeparamref name="T"/>.</returns>
    public bool TryGetResult<T>(out T? result)
    {
        result = step.Exception is null && step.Result is T found ? found : default;
        return step.Exception is null && step.Result is T;
    }

    /// <summary>Draws from the policy's randomness, so that a wait of one's own can be repeated and tested like the others.</summary>
    /// <returns>A number from 0 up to, not including, 1.</returns>
    public double NextRandom() => step.Random.Next();

    /// <summary>Says in words where the call stands.</summary>
    /// <returns>Such as <c>attempt #2; slept for 1.5 s; last result: failed (TimeoutException: too slow)</c>.</returns>
    public override string ToString() =>
        $"attempt #{AttemptNumber}; slept for {Words.Of(IdleFor)}; last result: {(Exception is { } error ? $"failed ({error.GetType().Name}: {error.Message})" : $"returned {Result ?? "null"}")}";

    internal void Take(in RetryStep newest) => step = newest;
}
