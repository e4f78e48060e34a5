using System.Diagnostics;

namespace StatefulScheduler.Retries;

// Who is told of what a call does: logs, metrics, the current activity.
internal static class RunNews
{
    public static void WillRetry(RetryPlan plan, in RetryStep step, Activity? activity, bool isHeard)
    {
        if (plan.Logger is { } logger)
            Log.WillRetry(logger, step.Exception, plan.Name, step.Attempt, step.NextDelay);
        if (isHeard)
            Telemetry.Delay(plan.Name, step.NextDelay);
        if (activity is { IsAllDataRequested: true })
            Telemetry.Mark(activity, step);
    }

    public static void Ended(RetryPlan plan, in RetryStep step, RetryEnd end, bool isHeard)
    {
        if (isHeard)
            Telemetry.Ended(plan.Name, end, step.Exception, step.Elapsed);
        if (plan.Logger is not { } logger)
            return;
        switch (end)
        {
            case RetryEnd.NotRetryable:
                Log.NotRetryable(logger, step.Exception, plan.Name, step.Attempt);
                break;
            case RetryEnd.Stopped:
                Log.GaveUp(logger, step.Exception, plan.Name, step.Attempt, step.IdleFor);
                break;
            case RetryEnd.BudgetExhausted:
                Log.BudgetExhausted(logger, step.Exception, plan.Name, step.Attempt);
                break;
            case RetryEnd.DeadlineReached:
                Log.DeadlineReached(logger, step.Exception, plan.Name, step.Attempt, step.NextDelay);
                break;
        }
    }
}
