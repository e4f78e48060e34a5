using System.Text.Json;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// An event as a listener of APScheduler got it. Job is our id of the job, Times the occurrences that it is about, Value what a run returned or raised.
internal sealed record TraceEvent(string Name, string? Job, IReadOnlyList<DateTimeOffset> Times, string? Value)
{
    public bool IsRunEnd => Name is "JOB_EXECUTED" or "JOB_ERROR" or "JOB_MISSED";

    public static TraceEvent Read(JsonElement json)
    {
        var job = Text(json, "job");
        return new(json.GetProperty("e").GetString()!, job is null ? null : Scenario.IdOf(job, Text(json, "store")), TimesOf(json), ValueOf(json));
    }

    private static string? Text(JsonElement json, string member) => json.TryGetProperty(member, out var value) ? value.GetString() : null;

    private static IReadOnlyList<DateTimeOffset> TimesOf(JsonElement json)
    {
        if (json.TryGetProperty("run_time", out var one))
            return [one.GetDateTimeOffset()];
        return json.TryGetProperty("run_times", out var several) ? [.. several.EnumerateArray().Select(time => time.GetDateTimeOffset())] : [];
    }

    private static string? ValueOf(JsonElement json) =>
        json.TryGetProperty("retval", out var value) || json.TryGetProperty("exception", out value)
            ? value.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => value.GetString(), _ => value.GetRawText() }
            : null;
}
