namespace StatefulScheduler.Retries;

/// <summary>Names what can be listened to.</summary>
/// <remarks>
/// <para>
/// The meter has <c>retry.executions</c> (tags <c>retry.policy</c>, <c>retry.end</c>, <c>error.type</c>), <c>retry.attempts</c> (<c>retry.policy</c>, <c>retry.outcome</c>),
/// <c>retry.delay</c> and <c>retry.execution.duration</c> (histograms, in seconds), <c>retry.budget.rejections</c>, and <c>retry.budget.available</c> for the budgets of <c>AddRetryBudget</c>.
/// </para>
/// <para>
/// On <see cref="System.Diagnostics.Activity.Current"/> an event <c>retry</c> (<c>retry.policy</c>, <c>retry.attempt</c>, <c>retry.delay</c>, <c>error.type</c>) is set down before each delay. Log messages have the event
/// ids 1 (an attempt begins), 2 (it will be retried), 3 (given up), 4 (not retryable), 5 (budget exhausted), 6 (deadline reached) and 7 (new options refused).
/// </para>
/// </remarks>
public static class RetryDiagnostics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "StatefulScheduler.Retries";

    /// <summary>The category of the log messages of policies made by <c>AddRetry</c>.</summary>
    public const string LogCategory = "StatefulScheduler.Retries";
}
