using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

// What the caller gets when the policy gives up.
internal static class GiveUp
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static RetryOutcome<T> Outcome<T>(RetryPlan plan, RetryEnd end, ref RetryStep step, T? result, in RetryStatistics statistics)
    {
        if (plan.Options.Fallback is { } fallback)
            return new(end, Fitting<T>(fallback(step.ForUser())), null, statistics);
        if (step.Exception is null || plan.OnGiveUp == GiveUpBehavior.Wrap)
            return new(end, default, Wrapped(plan, end, ref step, result, statistics), statistics);

        var exception = TryAgain.Unwrap(step.Exception)!;
        statistics.AttachTo(exception);
        return new(end, default, exception, statistics);
    }

    private static Exception Wrapped<T>(RetryPlan plan, RetryEnd end, ref RetryStep step, T? result, in RetryStatistics statistics) =>
        plan.Options.CreateException?.Invoke(step.ForUser())
        ?? new RetryExhaustedException(end, statistics, typeof(T) == typeof(Nothing) ? null : result, step.Exception, plan.Name);

    private static T? Fitting<T>(object? value)
    {
        if (value is T fitting)
            return fitting;
        if (typeof(T) == typeof(Nothing) || (value is null && default(T) is null))
            return default;
        throw new InvalidOperationException(
            $"The policy's {nameof(RetryOptions.Fallback)} returned {value ?? "null"} ({value?.GetType().Name ?? "no type"}), but the call returns {typeof(T).Name}: return a value of that type.");
    }
}
