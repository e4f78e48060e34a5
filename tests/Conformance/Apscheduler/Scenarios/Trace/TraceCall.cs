using System.Text.Json;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// A call of the trace, with its arguments as a Python program gave them.
internal sealed class TraceCall(JsonElement json)
{
    public string Name { get; } = json.GetProperty("op").GetString()!;

    public string Id => Text("id") ?? throw new JsonException($"{Name} without an id: the id that APScheduler drew cannot be told.");

    public string? Store => Text("jobstore");

    public string Alias => Text("alias") ?? Scenario.DefaultAlias;

    public IEnumerable<string> Arguments => json.EnumerateObject().Select(member => member.Name).Where(name => name != "op");

    public bool Has(string name) => json.TryGetProperty(name, out _);

    public JsonElement? Value(string name) => json.TryGetProperty(name, out var value) ? value : null;

    public string? Text(string name) => Value(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public bool Flag(string name) => Value(name) is { ValueKind: JsonValueKind.True };

    public bool IsNull(string name) => Value(name) is { ValueKind: JsonValueKind.Null };

    public override string ToString() => json.GetRawText();
}
