using System.Runtime.ExceptionServices;

namespace StatefulScheduler.Retries;

/// <summary>Tells how a call ended, without throwing.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public readonly struct RetryOutcome<T>
{
    internal RetryOutcome(RetryEnd end, T? value, Exception? exception, in RetryStatistics statistics)
    {
        End = end;
        Value = value;
        Exception = exception;
        Statistics = statistics;
    }

    /// <summary>Gets whether the last attempt returned and its result was accepted.</summary>
    public bool Succeeded => End == RetryEnd.Succeeded;

    /// <summary>Gets why there was no further attempt.</summary>
    public RetryEnd End { get; }

    /// <summary>Gets the result; when the policy gave up, what <see cref="RetryOptions.Fallback"/> returned; default when there is an <see cref="Exception"/>.</summary>
    public T? Value { get; }

    /// <summary>Gets what the call would have thrown; null when it would have returned <see cref="Value"/>.</summary>
    public Exception? Exception { get; }

    /// <summary>Gets what the call took.</summary>
    public RetryStatistics Statistics { get; }

    /// <summary>Returns the value or throws the exception, as the call would have done.</summary>
    /// <returns>The value.</returns>
    public T GetValueOrThrow()
    {
        if (Exception is not null)
            ExceptionDispatchInfo.Throw(Exception);
        return Value!;
    }

    /// <summary>Says in words how the call ended.</summary>
    /// <returns>Such as <c>Stopped after 3 attempts (TimeoutException: too slow)</c>.</returns>
    public override string ToString() =>
        Words.Invariant($"{End} after {Statistics.Attempts} attempts ({(Exception is { } error ? $"{error.GetType().Name}: {error.Message}" : $"{Value}")})");
}
