using System.Globalization;

namespace StatefulScheduler.Sqlite.Worker;

// The arguments: scenario, file, and names with values; times are in milliseconds.
internal sealed class WorkerSettings(string[] arguments)
{
    private readonly Dictionary<string, string> values = arguments.Skip(2).Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    public string Scenario { get; } = arguments[0];

    public string File { get; } = arguments[1];

    public string Text(string name, string fallback) => values.GetValueOrDefault(name, fallback);

    public int Number(string name, int fallback) => values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;

    public TimeSpan Time(string name, TimeSpan fallback) => values.ContainsKey(name) ? TimeSpan.FromMilliseconds(Number(name, 0)) : fallback;
}
