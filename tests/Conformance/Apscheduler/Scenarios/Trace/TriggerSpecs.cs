using System.Globalization;
using System.Text.Json;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// TEMPORARY until the shared mapping of specs lands
internal static class TriggerSpecs
{
    public static Trigger Read(JsonElement spec)
    {
        double N(string n) => spec.TryGetProperty(n, out var v) ? v.GetDouble() : 0;
        DateTimeOffset? T(string n) => spec.TryGetProperty(n, out var v) ? DateTimeOffset.Parse(v.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
        switch (spec.GetProperty("type").GetString())
        {
            case "date": return Trigger.At(T("run_date")!.Value);
            case "interval":
                var t = Trigger.Every(TimeSpan.FromSeconds(N("weeks") * 604800 + N("days") * 86400 + N("hours") * 3600 + N("minutes") * 60 + N("seconds")), T("start_date"));
                return T("end_date") is { } e ? t.Until(e) : t;
            default: throw new NotImplementedException();
        }
    }
}
