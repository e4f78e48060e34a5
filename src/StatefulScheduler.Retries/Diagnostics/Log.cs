using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Retries;

// Every message of the package, with its event id.
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Attempt {Attempt} under retry policy '{Policy}' begins.")]
    public static partial void AttemptBegins(ILogger logger, string? policy, int attempt);

    [LoggerMessage(2, LogLevel.Warning, "Attempt {Attempt} under retry policy '{Policy}' failed; the next follows in {Delay}.")]
    public static partial void WillRetry(ILogger logger, Exception? exception, string? policy, int attempt, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Error, "Retry policy '{Policy}' gave up at attempt {Attempt}, after {IdleFor} of waiting.")]
    public static partial void GaveUp(ILogger logger, Exception? exception, string? policy, int attempt, TimeSpan idleFor);

    [LoggerMessage(4, LogLevel.Information, "What attempt {Attempt} under retry policy '{Policy}' threw is not retried.")]
    public static partial void NotRetryable(ILogger logger, Exception? exception, string? policy, int attempt);

    [LoggerMessage(5, LogLevel.Warning, "The budget of retry policy '{Policy}' has no retry left: given up at attempt {Attempt}.")]
    public static partial void BudgetExhausted(ILogger logger, Exception? exception, string? policy, int attempt);

    [LoggerMessage(6, LogLevel.Warning, "The deadline leaves retry policy '{Policy}' no time after attempt {Attempt}: the next would have followed in {Delay}.")]
    public static partial void DeadlineReached(ILogger logger, Exception? exception, string? policy, int attempt, TimeSpan delay);

    [LoggerMessage(7, LogLevel.Error, "The new options of retry policy '{Policy}' are refused; it goes on with those it has.")]
    public static partial void ReloadRefused(ILogger logger, Exception exception, string policy);
}
