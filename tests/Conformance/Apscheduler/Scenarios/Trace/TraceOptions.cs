using System.Globalization;
using System.Text.Json;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// How a job behaves, in our words: job_defaults, and the arguments of add_job and modify_job.
internal static class TraceOptions
{
    // A job may have no limit where the defaults have one, and ours takes "left out" for the default.
    public static readonly TimeSpan NoLimit = TimeSpan.MaxValue;

    public static JobOptions Read(JsonElement? json, JobOptions options) =>
        json is { } given ? Read(name => given.TryGetProperty(name, out var value) ? value : null, options) : options;

    public static JobOptions Read(TraceCall call, JobOptions options)
    {
        options = Read(call.Value, options);
        if (call.Text("executor") is { } executor)
            options = options with { Executor = executor };
        return call.Text("name") is { } name ? options with { Description = name } : options;
    }

    private static JobOptions Read(Func<string, JsonElement?> value, JobOptions options)
    {
        if (value("misfire_grace_time") is { } grace)
            options = options with { MisfireGrace = grace.ValueKind == JsonValueKind.Null ? NoLimit : TimeSpan.FromSeconds(grace.GetDouble()) };
        if (value("coalesce") is { } coalesce)
            options = options with { Coalesce = IsTrue(coalesce) ? CoalesceMode.Latest : CoalesceMode.All };
        if (value("max_instances") is { } most)
            options = options with { MaxConcurrentRuns = (int)most.GetDouble() };
        return options;
    }

    private static bool IsTrue(JsonElement value) => value.ValueKind == JsonValueKind.True
        || (value.ValueKind == JsonValueKind.Number && value.GetDouble() != 0)
        || (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && !text.Equals(false.ToString(CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase));
}
