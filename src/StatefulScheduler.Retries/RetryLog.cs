using System.Globalization;
using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Retries;

/// <summary>Makes hooks that log, in sentences, at a level of choice: <c>options.BeforeDelay = RetryLog.BeforeDelay(logger, LogLevel.Warning);</c></summary>
public static class RetryLog
{
    private static readonly Action<ILogger, string, Exception?>[] Levels =
        [.. Enum.GetValues<LogLevel>().Where(level => level != LogLevel.None).Select(level => LoggerMessage.Define<string>(level, new EventId(10, "Hook"), "{Text}"))];

    /// <summary>Makes a hook for <see cref="RetryOptions.Before"/>: "Starting call to 'payments', this is the 1st time calling it."</summary>
    /// <param name="logger">Where it logs.</param>
    /// <param name="level">At which level.</param>
    /// <returns>The hook.</returns>
    public static Action<RetryState> Before(ILogger logger, LogLevel level)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return state => Write(logger, level, null, $"Starting call to '{NameIn(state)}', this is the {Ordinal(state.AttemptNumber)} time calling it.");
    }

    /// <summary>Makes a hook for <see cref="RetryOptions.After"/>: "Finished call to 'payments' after 0.25(s), this was the 1st time calling it."</summary>
    /// <param name="logger">Where it logs.</param>
    /// <param name="level">At which level.</param>
    /// <returns>The hook.</returns>
    public static Action<RetryState> After(ILogger logger, LogLevel level)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return state => Write(logger, level, null, $"Finished call to '{NameIn(state)}' after {Seconds(state.Elapsed)}(s), this was the {Ordinal(state.AttemptNumber)} time calling it.");
    }

    /// <summary>Makes a hook for <see cref="RetryOptions.BeforeDelay"/>: "Retrying payments in 1.5 seconds as it raised TimeoutException: too slow."</summary>
    /// <param name="logger">Where it logs.</param>
    /// <param name="level">At which level.</param>
    /// <param name="withException">Whether the exception goes with the message, so that its stack is logged too.</param>
    /// <returns>The hook.</returns>
    public static Action<RetryState> BeforeDelay(ILogger logger, LogLevel level, bool withException = false)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return state =>
        {
            var what = state.Exception is { } error
                ? $"raised {error.GetType().Name}: {error.Message}"
                : $"returned {Convert.ToString(state.Result, CultureInfo.InvariantCulture) switch { null or "" when state.Result is null => "null", var text => text }}";
            Write(logger, level, withException ? state.Exception : null, $"Retrying {NameIn(state)} in {Seconds(state.NextDelay)} seconds as it {what}.");
        };
    }

    private static void Write(ILogger logger, LogLevel level, Exception? exception, string text)
    {
        if (level != LogLevel.None)
            Levels[(int)level](logger, text, exception);
    }

    private static string NameIn(RetryState state) => state.PolicyName ?? "<unknown>";

    // Three figures, as C's %.3g writes them.
    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("G3", CultureInfo.InvariantCulture).Replace('E', 'e');

    private static string Ordinal(int number) => (number % 100, number % 10) switch
    {
        ( >= 11 and <= 13, _) => Words.Invariant($"{number}th"),
        (_, 1) => Words.Invariant($"{number}st"),
        (_, 2) => Words.Invariant($"{number}nd"),
        (_, 3) => Words.Invariant($"{number}rd"),
        _ => Words.Invariant($"{number}th"),
    };
}
