using System.Text.Json;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// One call, when it was made, and how things stood after it.
internal sealed record TraceStep(
    TraceCall Call, DateTimeOffset Time, IReadOnlyList<TraceEvent> Events, IReadOnlyList<TraceEntry> Jobs, string State, string? Error, bool ReturnedJob)
{
    public static TraceStep Read(JsonElement json) => new(
        new(json.GetProperty("op")),
        json.GetProperty("t").GetDateTimeOffset(),
        [.. json.GetProperty("events").EnumerateArray().Select(TraceEvent.Read)],
        [.. json.GetProperty("jobs").EnumerateArray().Select(TraceEntry.Read)],
        json.GetProperty("state").GetString()!,
        json.TryGetProperty("error", out var error) ? error.GetString() : null,
        json.TryGetProperty("returned", out var returned) && returned.ValueKind != JsonValueKind.Null);
}

// A line of get_jobs(): no next run means paused, and nothing known of it that the job waits for the start.
internal sealed record TraceEntry(string Id, DateTimeOffset? Next, bool IsPending)
{
    public static TraceEntry Read(JsonElement json)
    {
        var (id, next) = (json[0].GetString()!, json[1]);
        var isPending = next.ValueKind == JsonValueKind.String && next.ValueEquals("pending");
        return new(id, isPending || next.ValueKind == JsonValueKind.Null ? null : next.GetDateTimeOffset(), isPending);
    }
}
