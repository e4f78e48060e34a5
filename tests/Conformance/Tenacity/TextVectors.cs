using Microsoft.Extensions.Logging;
using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity;

// The three lines that hooks log, and the ordinals in them.
internal static class TextVectors
{
    public static Verdict Judge(Vector vector) => vector.Text("kind") switch
    {
        "ordinal" => JudgeOrdinal(vector.Json.GetProperty("n").GetInt32(), vector.Text("text")),
        "before" => Verdict.Compare(vector.Text("text"), Line(RetryLog.Before, StateOf(vector))),
        "after" => Verdict.Compare(vector.Text("text"), Line(RetryLog.After, StateOf(vector))),
        "before_sleep" => JudgeBeforeDelay(vector),
        var kind => Verdict.Failed("a judge of this kind of text", $"none for '{kind}'"),
    };

    private static Verdict JudgeOrdinal(int number, string expected)
    {
        if (number < 1)
            return Refusal.Judge<ArgumentOutOfRangeException>(() => new RetryState { AttemptNumber = number }).Mapped(TenacityRules.AttemptsFromOne);
        return Verdict.Compare($"Starting call to 'op', this is the {expected} time calling it.", Line(RetryLog.Before, new RetryState { AttemptNumber = number, PolicyName = "op" }));
    }

    private static Verdict JudgeBeforeDelay(Vector vector)
    {
        var (state, expected) = (StateOf(vector), vector.Text("text"));
        var found = Line((logger, level) => RetryLog.BeforeDelay(logger, level), state);
        return !state.Failed && PythonEnd(state.Result) is { } end && expected.EndsWith(end, StringComparison.Ordinal)
            ? Verdict.Compare($"{expected[..^end.Length]} returned {(state.Result is null ? "null" : Seconds.Write(Value.Number(state.Result)!.Value))}.", found).Mapped(TenacityRules.AsDotNetWrites)
            : Verdict.Compare(expected, found);
    }

    // How Python ends the line, where that is not how .NET does.
    private static string? PythonEnd(object? result) => result switch
    {
        null => " returned None.",
        double number when double.IsInteger(number) => $" returned {Seconds.Write(number)}.0.",
        _ => null,
    };

    private static RetryState StateOf(Vector vector)
    {
        var outcome = vector.Json.TryGetProperty("outcome", out var json) ? new AttemptOutcome(json) : (AttemptOutcome?)null;
        return new RetryState
        {
            AttemptNumber = vector.Json.GetProperty("attempt").GetInt32(),
            PolicyName = vector.TextOrNull("name"),
            Elapsed = vector.Json.TryGetProperty("since_start", out var elapsed) ? Seconds.Span(elapsed) : TimeSpan.Zero,
            NextDelay = vector.Json.TryGetProperty("sleep", out var delay) ? Seconds.Span(delay) : TimeSpan.Zero,
            Exception = outcome?.CreateException(),
            Result = outcome?.Result,
        };
    }

    private static string Line(Func<ILogger, LogLevel, Action<RetryState>> hook, RetryState state)
    {
        var logger = new LastLine();
        hook(logger, LogLevel.Information)(state);
        return logger.Text;
    }

    private sealed class LastLine : ILogger
    {
        public string Text { get; private set; } = "nothing";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Text = formatter(state, exception);
    }
}
