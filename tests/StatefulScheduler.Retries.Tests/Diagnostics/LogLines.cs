using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Retries.Tests.Diagnostics;

// Keeps what is logged.
internal sealed class LogLines : ILogger
{
    private readonly List<(LogLevel Level, int Id, string Text, Exception? Exception)> lines = [];

    public IReadOnlyList<(LogLevel Level, int Id, string Text, Exception? Exception)> Lines => lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Add((logLevel, eventId.Id, formatter(state, exception), exception));
}
