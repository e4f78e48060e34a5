using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

// The loop, awaited and blocking: attempt → is it to be retried? → may it? → delay → attempt. What each step does is told in RetryRun.
internal static class RetryLoop
{
    // Pooled: a call that had to wait leaves no state machine behind.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<RetryOutcome<T>> RunAsync<TCall, T>(RetryPlan plan, TCall call, FirstAttempt<T> first, bool measures, CancellationToken cancellationToken)
        where TCall : struct, ICall<T>
    {
        var run = new RetryRun<T>(plan, measures, cancellationToken);
        try
        {
            RetryNest.Enter(plan); // Ends with this method: what an asynchronous method sets flows inwards only.
            while (true)
            {
                if (first.IsMade)
                {
                    run.Take(first);
                    first = default;
                }
                else if (run.Begin())
                {
                    try
                    {
                        run.Returned(await call.InvokeAsync(run.Token).ConfigureAwait(false));
                    }
#pragma warning disable CA1031 // The boundary of the operation: what it throws is judged.
                    catch (Exception exception)
                    {
                        run.Threw(exception);
                    }
#pragma warning restore CA1031
                }
                else
                {
                    break;
                }

                var asks = run.IsAwaited ? run.Answered(await run.AsksAsync(run.ForUser()).ConfigureAwait(false)) : run.Asks();
                if (!asks || !run.MayRetry())
                    break;
                if (plan.Options.BeforeDelayAsync is { } hook)
                    await hook(run.ForUser(), cancellationToken).ConfigureAwait(false);
                if (!run.Next(run.NextDelay > TimeSpan.Zero && await Pause.WaitAsync(plan, run.NextDelay, cancellationToken).ConfigureAwait(false)))
                    break;
            }

            return run.End();
        }
        finally
        {
            run.Close();
        }
    }

    public static RetryOutcome<T> Run<TCall, T>(RetryPlan plan, TCall call, FirstAttempt<T> first, bool measures, CancellationToken cancellationToken)
        where TCall : struct, IBlockingCall<T>
    {
        var run = new RetryRun<T>(plan, measures, cancellationToken);
        var nests = RetryNest.Enter(plan);
        try
        {
            while (true)
            {
                if (first.IsMade)
                {
                    run.Take(first);
                    first = default;
                }
                else if (run.Begin())
                {
                    try
                    {
                        run.Returned(call.Invoke(run.Token));
                    }
#pragma warning disable CA1031 // The boundary of the operation: what it throws is judged.
                    catch (Exception exception)
                    {
                        run.Threw(exception);
                    }
#pragma warning restore CA1031
                }
                else
                {
                    break;
                }

                if (!run.Asks() || !run.MayRetry())
                    break;
                if (plan.Options.BeforeDelayAsync is { } hook)
                    hook(run.ForUser(), cancellationToken).AsTask().GetAwaiter().GetResult();
                if (!run.Next(run.NextDelay > TimeSpan.Zero && Pause.Wait(plan, run.NextDelay, cancellationToken)))
                    break;
            }

            return run.End();
        }
        finally
        {
            run.Close();
            if (nests)
                RetryNest.Leave();
        }
    }
}
