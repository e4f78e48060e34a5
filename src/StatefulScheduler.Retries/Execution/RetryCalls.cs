using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

// The way into the loop, and past it: an operation that succeeds at once needs no loop, no state machine, no clock and no memory, only to be called.
internal static class RetryCalls
{
    public static ValueTask<T> ExecuteAsync<TCall, T>(RetryPlan plan, TCall call, CancellationToken cancellationToken)
        where TCall : struct, ICall<T>
    {
        if (!plan.IsQuick(cancellationToken))
            return IsSingle(plan) ? Once<TCall, T>(call, cancellationToken) : ThroughLoopAsync(plan, call, default(FirstAttempt<T>), cancellationToken);

#pragma warning disable CA2012 // Read once: handed on as it is, or read here and handed on only if it is a task (see ICall.Keep).
        ValueTask<T> running;
        try
        {
            running = call.InvokeAsync(cancellationToken);
        }
#pragma warning disable CA1031 // The boundary of the operation: what it throws is judged, in the loop.
        catch (Exception exception)
        {
            return ThroughLoopAsync(plan, call, FirstAttempt<T>.Threw(exception), cancellationToken);
        }
#pragma warning restore CA1031

        if (!running.IsCompletedSuccessfully)
            return AwaitFirstAsync(plan, call, running, cancellationToken);
        if (!plan.JudgesResults && !Deferred<T>.IsPossible)
            return running;
        try
        {
            var result = running.Result;
            return IsAccepted(plan, result) ? call.Keep(running, result) : ThroughLoopAsync(plan, call, FirstAttempt<T>.Rejected(result), cancellationToken);
        }
#pragma warning disable CA1031 // What the condition throws ends the call, and comes out where it is awaited.
        catch (Exception exception)
        {
            return ValueTask.FromException<T>(exception);
        }
#pragma warning restore CA1031, CA2012
    }

    public static ValueTask<RetryOutcome<T>> TryExecuteAsync<TCall, T>(RetryPlan plan, TCall call, CancellationToken cancellationToken)
        where TCall : struct, ICall<T> =>
        IsSingle(plan) ? OnceAsync<TCall, T>(plan, call, cancellationToken) : RetryLoop.DriveAsync(plan, new RetryRun<T>(plan, measures: true, cancellationToken), call);

    // Disabled, or left to an outer policy.
    public static bool IsSingle(RetryPlan plan) => !plan.Options.Enabled || RetryNest.LeavesItToOuter(plan);

    private static ValueTask<T> Once<TCall, T>(TCall call, CancellationToken cancellationToken)
        where TCall : struct, ICall<T>
    {
        try
        {
            return call.InvokeAsync(cancellationToken);
        }
#pragma warning disable CA1031 // An asynchronous call throws when it is awaited.
        catch (Exception exception)
        {
            return ValueTask.FromException<T>(exception);
        }
#pragma warning restore CA1031
    }

    // Asked for plain policies only, whose conditions judge a result without looking at anything else.
    public static bool IsAccepted<T>(RetryPlan plan, T result)
    {
        if (Deferred<T>.IsPossible)
            Deferred<T>.Refuse(result);
        var nothingElse = default(RetryStep);
        return !plan.IsRetried(result, ref nothingElse);
    }

    // The operation goes on by itself, and most often succeeds: one small state machine, taken from a pool.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<T> AwaitFirstAsync<TCall, T>(RetryPlan plan, TCall call, ValueTask<T> running, CancellationToken cancellationToken)
        where TCall : struct, ICall<T>
    {
        FirstAttempt<T> first;
        try
        {
            first = FirstAttempt<T>.Rejected(await running.ConfigureAwait(false));
        }
#pragma warning disable CA1031 // The boundary of the operation: what it throws is judged, in the loop.
        catch (Exception exception)
        {
            first = FirstAttempt<T>.Threw(exception);
        }
#pragma warning restore CA1031

        if (first.Exception is null && IsAccepted(plan, first.Result!))
            return first.Result!;
        return await ThroughLoopAsync(plan, call, first, cancellationToken).ConfigureAwait(false);
    }

    // Not inlined, like all that a call needs only when it does not succeed at once: it would have to clear the room for it each time.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ValueTask<T> ThroughLoopAsync<TCall, T>(RetryPlan plan, TCall call, in FirstAttempt<T> first, CancellationToken cancellationToken)
        where TCall : struct, ICall<T>
    {
        var run = new RetryRun<T>(plan, measures: false, cancellationToken);
        try
        {
            run.Take(first);

            // Without waiting, as long as that goes. (A flow that marks what runs inside it has to be an asynchronous method's.)
            if (plan.Options.Nesting != RetryNesting.Multiply || !run.Advance(call))
                return AwaitLoopAsync(plan, ref run, call);
            var succeeded = run.HasSucceeded(out var result);
            var outcome = succeeded ? default : run.End();
            run.Close();
            return succeeded ? new(result!) : FinishAsync(outcome);
        }
#pragma warning disable CA1031 // What a hook or a strategy throws ends the call, and comes out where it is awaited.
        catch (Exception exception)
        {
            run.Close();
            return ValueTask.FromException<T>(exception);
        }
#pragma warning restore CA1031
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ValueTask<T> AwaitLoopAsync<TCall, T>(RetryPlan plan, ref RetryRun<T> run, TCall call)
        where TCall : struct, ICall<T> => AwaitAsync(RetryLoop.DriveAsync(plan, run, call));

    [MethodImpl(MethodImplOptions.NoInlining)]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<T> AwaitAsync<T>(ValueTask<RetryOutcome<T>> running) => (await running.ConfigureAwait(false)).GetValueOrThrow();

    // In an asynchronous method, so that a cancellation becomes a cancelled task.
#pragma warning disable CS1998
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async ValueTask<T> FinishAsync<T>(RetryOutcome<T> outcome) => outcome.GetValueOrThrow();
#pragma warning restore CS1998

    private static async ValueTask<RetryOutcome<T>> OnceAsync<TCall, T>(RetryPlan plan, TCall call, CancellationToken cancellationToken)
        where TCall : struct, ICall<T>
    {
        var beganAt = plan.Time.GetTimestamp();
        try
        {
            var result = await call.InvokeAsync(cancellationToken).ConfigureAwait(false);
            return new(RetryEnd.Succeeded, result, null, StatisticsOfOne(plan, beganAt));
        }
#pragma warning disable CA1031 // TryExecuteAsync tells instead of throwing.
        catch (Exception exception)
        {
            return new(plan.Options.Enabled ? RetryEnd.LeftToOuter : RetryEnd.Disabled, default, exception, StatisticsOfOne(plan, beganAt));
        }
#pragma warning restore CA1031
    }

    public static RetryStatistics StatisticsOfOne(RetryPlan plan, long beganAt) => new(1, TimeSpan.Zero, plan.Time.GetElapsedTime(beganAt));
}
