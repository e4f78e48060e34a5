using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace StatefulScheduler.Retries;

// The instruments, and the event on the current activity. A call asks once whether anybody listens.
internal static class Telemetry
{
    private static readonly Meter Meter = new(RetryDiagnostics.MeterName);
    private static readonly Counter<long> Executions = Meter.CreateCounter<long>("retry.executions", "{execution}", "Calls under a retry policy that have ended.");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("retry.attempts", "{attempt}", "Attempts that have ended.");
    private static readonly Histogram<double> Delays = Meter.CreateHistogram<double>("retry.delay", "s", "Delays before a further attempt.");
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>("retry.execution.duration", "s", "Calls from the first attempt to the last, delays included.");
    private static readonly Counter<long> Rejections = Meter.CreateCounter<long>("retry.budget.rejections", "{retry}", "Retries that a budget refused.");
    private static readonly List<(string Name, WeakReference<RetryBudget> Budget)> Budgets = [];
    private static readonly Lock Gate = new();

    static Telemetry() => Meter.CreateObservableGauge("retry.budget.available", Available, "{retry}", "Retries that a budget would grant now.");

    public static bool IsHeard => Executions.Enabled || Durations.Enabled || Attempts.Enabled || Delays.Enabled || Rejections.Enabled;

    public static void Attempt(string? policy, bool failed, bool retried) =>
        Attempts.Add(1, new("retry.policy", policy), new("retry.outcome", failed ? retried ? "failed" : "not_retryable" : retried ? "rejected" : "succeeded"));

    public static void Delay(string? policy, TimeSpan delay) => Delays.Record(delay.TotalSeconds, new KeyValuePair<string, object?>("retry.policy", policy));

    public static void Rejection(string? policy) => Rejections.Add(1, new KeyValuePair<string, object?>("retry.policy", policy));

    public static void Ended(string? policy, RetryEnd end, Exception? exception, TimeSpan elapsed)
    {
        var tags = new TagList { { "retry.policy", policy }, { "retry.end", NameOf(end) } };
        if (exception is not null)
            tags.Add("error.type", exception.GetType().FullName);
        Executions.Add(1, tags);
        Durations.Record(elapsed.TotalSeconds, tags);
    }

    public static void Mark(Activity activity, in RetryStep step) =>
        activity.AddEvent(new("retry", tags: new()
        {
            { "retry.policy", step.Plan?.Name },
            { "retry.attempt", step.Attempt },
            { "retry.delay", step.NextDelay.TotalSeconds },
            { "error.type", step.Exception?.GetType().FullName },
        }));

    // Held weakly: a gauge is no reason for a budget to live on.
    public static void Watch(string name, RetryBudget budget)
    {
        lock (Gate)
        {
            Budgets.RemoveAll(row => !row.Budget.TryGetTarget(out _));
            Budgets.Add((name, new(budget)));
        }
    }

    private static List<Measurement<double>> Available()
    {
        lock (Gate)
        {
            return [.. from row in Budgets
                       let budget = row.Budget.TryGetTarget(out var alive) ? alive : null
                       where budget is not null
                       select new Measurement<double>(budget.Available, new KeyValuePair<string, object?>("retry.budget", row.Name))];
        }
    }

    private static string NameOf(RetryEnd end) => end switch
    {
        RetryEnd.Succeeded => "succeeded",
        RetryEnd.NotRetryable => "not_retryable",
        RetryEnd.Stopped => "stopped",
        RetryEnd.BudgetExhausted => "budget_exhausted",
        RetryEnd.DeadlineReached => "deadline_reached",
        RetryEnd.Cancelled => "cancelled",
        RetryEnd.Disabled => "disabled",
        _ => "left_to_outer",
    };
}
