using System.Text.Json;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// What one trace says: the calls, and what APScheduler did at each.
internal sealed record Scenario(JsonElement? JobDefaults, IReadOnlyList<TraceStep> Steps)
{
    public const string DefaultAlias = "default";

    private static readonly string[] Known = ["id", "name", "steps", "caution", "manual", "refuse", "job_defaults"];

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Silence about something that is not understood would pass for conformance.
    public static Scenario Read(JsonElement json)
    {
        var unknown = json.EnumerateObject().Select(member => member.Name).Except(Known).ToList();
        if (unknown.Count > 0)
            throw new JsonException($"The trace has the members {string.Join(", ", unknown)}, of which nothing is known.");
        return new(
            json.TryGetProperty("job_defaults", out var defaults) ? defaults : null,
            [.. json.GetProperty("steps").EnumerateArray().Select(TraceStep.Read)]);
    }

    // Our one scheduler has one store: a job of another store of the trace has that store's name before its id.
    public static string IdOf(string id, string? store) => store is null or DefaultAlias ? id : $"{store}/{id}";

    public static string PlainId(string ourId) => ourId[(ourId.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public static string StoreOf(string ourId) => ourId.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? ourId[..at] : DefaultAlias;
}
