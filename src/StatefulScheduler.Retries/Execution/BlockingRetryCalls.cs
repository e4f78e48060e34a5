namespace StatefulScheduler.Retries;

// The same for operations that block.
internal static class BlockingRetryCalls
{
    public static T Execute<TCall, T>(RetryPlan plan, TCall call, CancellationToken cancellationToken)
        where TCall : struct, IBlockingCall<T>
    {
        if (!plan.IsQuick(cancellationToken))
            return RetryCalls.IsSingle(plan) ? call.Invoke(cancellationToken) : RetryLoop.DriveToResult(plan, call, default(FirstAttempt<T>), cancellationToken);

        FirstAttempt<T> first;
        try
        {
            var result = call.Invoke(cancellationToken);
            if (!plan.JudgesResults && !Deferred<T>.IsPossible)
                return result;
            first = FirstAttempt<T>.Rejected(result);
        }
#pragma warning disable CA1031 // The boundary of the operation: what it throws is judged, in the loop.
        catch (Exception exception)
        {
            first = FirstAttempt<T>.Threw(exception);
        }
#pragma warning restore CA1031

        return first.Exception is null && RetryCalls.IsAccepted(plan, first.Result!)
            ? first.Result!
            : RetryLoop.DriveToResult(plan, call, first, cancellationToken);
    }

    public static RetryOutcome<T> TryExecute<TCall, T>(RetryPlan plan, TCall call, CancellationToken cancellationToken)
        where TCall : struct, IBlockingCall<T> =>
        RetryCalls.IsSingle(plan) ? TryOnce<TCall, T>(plan, call, cancellationToken) : RetryLoop.Drive<TCall, T>(plan, call, measures: true, cancellationToken);

    private static RetryOutcome<T> TryOnce<TCall, T>(RetryPlan plan, TCall call, CancellationToken cancellationToken)
        where TCall : struct, IBlockingCall<T>
    {
        var beganAt = plan.Time.GetTimestamp();
        try
        {
            return new(RetryEnd.Succeeded, call.Invoke(cancellationToken), null, RetryCalls.StatisticsOfOne(plan, beganAt));
        }
#pragma warning disable CA1031 // TryExecute tells instead of throwing.
        catch (Exception exception)
        {
            return new(plan.Options.Enabled ? RetryEnd.LeftToOuter : RetryEnd.Disabled, default, exception, RetryCalls.StatisticsOfOne(plan, beganAt));
        }
#pragma warning restore CA1031
    }
}
