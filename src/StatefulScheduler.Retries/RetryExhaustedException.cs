using System.Runtime.ExceptionServices;

namespace StatefulScheduler.Retries;

/// <summary>Tells that a policy gave up. <see cref="Exception.InnerException"/> is what the last attempt threw, null when it returned.</summary>
public sealed class RetryExhaustedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="end">Why the policy gave up.</param>
    /// <param name="statistics">What the call took.</param>
    /// <param name="lastResult">What the last attempt returned.</param>
    /// <param name="lastException">What the last attempt threw.</param>
    /// <param name="policyName">The policy.</param>
    public RetryExhaustedException(RetryEnd end, RetryStatistics statistics, object? lastResult = null, Exception? lastException = null, string? policyName = null)
        : base(Text(end, statistics, lastResult, lastException, policyName), lastException)
    {
        End = end;
        Statistics = statistics;
        LastResult = lastResult;
        PolicyName = policyName;
    }

    /// <summary>Gets why the policy gave up.</summary>
    public RetryEnd End { get; }

    /// <summary>Gets what the call took.</summary>
    public RetryStatistics Statistics { get; }

    /// <summary>Gets what the last attempt returned; null also when it threw.</summary>
    public object? LastResult { get; }

    /// <summary>Gets the policy's name; null when it has none.</summary>
    public string? PolicyName { get; }

    /// <summary>Throws what the last attempt threw, as if it had not been wrapped; this exception itself when the last attempt returned.</summary>
    /// <exception cref="Exception">Always.</exception>
    public void Rethrow() => ExceptionDispatchInfo.Throw(TryAgain.Unwrap(InnerException) ?? this);

    private static string Text(RetryEnd end, in RetryStatistics statistics, object? lastResult, Exception? lastException, string? policyName)
    {
        var policy = policyName is null ? "A retry policy" : $"Retry policy '{policyName}'";
        var why = end switch
        {
            RetryEnd.BudgetExhausted => " because its budget has no retry left",
            RetryEnd.DeadlineReached => " because the deadline leaves no time for another",
            _ => string.Empty,
        };
        var last = lastException is null ? $"returned {lastResult ?? "null"}" : $"threw {lastException.GetType().Name}: {lastException.Message}";
        return Words.Invariant($"{policy} gave up after {(statistics.Attempts == 1 ? "1 attempt" : $"{statistics.Attempts} attempts")}{why}. The last {last}");
    }
}
