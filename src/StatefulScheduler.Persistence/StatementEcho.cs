using System.Globalization;
using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Persistence;

/// <summary>Writes statements with their parameters to a log, and keeps secrets out of it. For provider packages.</summary>
/// <remarks>Safe to share between threads.</remarks>
public sealed partial class StatementEcho
{
    private const int LongestValue = 200;
    private const string Mask = "***";

    private readonly ILogger logger;
    private readonly HashSet<string> sensitive;

    private StatementEcho(ILogger logger, IEnumerable<string> sensitive)
    {
        this.logger = logger;
        this.sensitive = new HashSet<string>(sensitive, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Creates the echo that options ask for.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The echo; <see langword="null"/> when none is wanted, so that a statement costs nothing then.</returns>
    public static StatementEcho? For(DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Echo is { } logger ? new StatementEcho(logger, options.SensitiveParameters) : null;
    }

    /// <summary>Writes one statement.</summary>
    /// <param name="sql">Its text.</param>
    /// <param name="parameters">Its parameters; a name may begin with <c>@</c>, <c>$</c> or <c>:</c>, or be empty where parameters go by their place.</param>
    public void Write(string sql, IEnumerable<KeyValuePair<string, object?>> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (logger.IsEnabled(LogLevel.Information))
            Statement(logger, sql, string.Join(", ", parameters.Select((parameter, index) => Shown(parameter, index))));
    }

    [LoggerMessage(5100, LogLevel.Information, "{Sql} [{Parameters}]")]
    private static partial void Statement(ILogger logger, string sql, string parameters);

    private string Shown(KeyValuePair<string, object?> parameter, int index)
    {
        var name = parameter.Key.TrimStart('@', '$', ':');
        return name.Length == 0
            ? $"${index + 1}={(parameter.Value is null or DBNull or ValueType ? Shown(parameter.Value) : Mask)}"
            : $"{name}={(sensitive.Contains(name) ? Mask : Shown(parameter.Value))}";
    }

    private static string Shown(object? value) => value switch
    {
        null or DBNull => "NULL",
        byte[] bytes => $"<{bytes.Length} bytes>",
        Array values => $"<{values.Length} values>",
        string { Length: > LongestValue } text => $"'{text.AsSpan(0, LongestValue)}…' ({text.Length} characters)",
        string text => $"'{text}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
