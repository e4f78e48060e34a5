using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

// Who drives a run, and waits where it has to: in an asynchronous method, or by blocking the thread.
internal static class RetryLoop
{
    // Pooled: a call that had to wait leaves no state machine behind. Not inlined: whoever does not wait has no room for one to clear.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<RetryOutcome<T>> DriveAsync<TCall, T>(RetryPlan plan, RetryRun<T> run, TCall call)
        where TCall : struct, ICall<T>
    {
        try
        {
            RetryNest.Enter(plan); // Ends with this method: what an asynchronous method sets flows inwards only.
            while (!run.Advance(call))
            {
                switch (run.Phase)
                {
                    case RunPhase.AttemptRuns:
                        try
                        {
                            run.Returned(await run.Running.ConfigureAwait(false));
                        }
#pragma warning disable CA1031 // The boundary of the operation: what it throws is judged.
                        catch (Exception exception)
                        {
                            run.Threw(exception);
                        }
#pragma warning restore CA1031

                        break;
                    case RunPhase.ConditionRuns:
                        run.Answered(await run.AskAsync().ConfigureAwait(false));
                        break;
                    case RunPhase.HookRuns:
                        await run.CallHookAsync().ConfigureAwait(false);
                        run.Hooked();
                        break;
                    default:
                        run.Slept(await run.SleepAsync().ConfigureAwait(false));
                        break;
                }
            }

            return run.End();
        }
        finally
        {
            run.Close();
        }
    }

    public static RetryOutcome<T> Drive<TCall, T>(RetryPlan plan, TCall call, bool measures, CancellationToken cancellationToken)
        where TCall : struct, ICall<T>
    {
        var run = new RetryRun<T>(plan, measures, cancellationToken);
        var nests = RetryNest.Enter(plan);
        try
        {
            Finish(ref run, call);
            return run.End();
        }
        finally
        {
            Close(ref run, nests);
        }
    }

    // For who wants no more than the result: a success makes no outcome. Not inlined: a call that succeeds at once has no room for one to clear.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T DriveToResult<TCall, T>(RetryPlan plan, TCall call, in FirstAttempt<T> first, CancellationToken cancellationToken)
        where TCall : struct, ICall<T>
    {
        var run = new RetryRun<T>(plan, measures: false, cancellationToken);
        var nests = RetryNest.Enter(plan);
        RetryOutcome<T> outcome;
        try
        {
            run.Take(first);
            Finish(ref run, call);
            if (run.HasSucceeded(out var result))
                return result!;
            outcome = run.End();
        }
        finally
        {
            Close(ref run, nests);
        }

        return outcome.GetValueOrThrow();
    }

    private static void Finish<TCall, T>(ref RetryRun<T> run, TCall call)
        where TCall : struct, ICall<T>
    {
        while (!run.Advance(call))
            Block(ref run);
    }

    private static void Close<T>(ref RetryRun<T> run, bool nests)
    {
        run.Close();
        if (nests)
            RetryNest.Leave();
    }

    private static void Block<T>(ref RetryRun<T> run)
    {
        switch (run.Phase)
        {
            case RunPhase.ConditionRuns:
                run.Judge(canWait: false);
                break;
            case RunPhase.HookRuns:
                run.CallHookAsync().AsTask().GetAwaiter().GetResult();
                run.Hooked();
                break;
            default:
                run.Slept(run.SleepAsync().AsTask().GetAwaiter().GetResult());
                break;
        }
    }
}
