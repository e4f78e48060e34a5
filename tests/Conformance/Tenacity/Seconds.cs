using System.Globalization;
using System.Text.Json;

namespace StatefulScheduler.Conformance.Tenacity;

// Times as the vectors write them, numbers of seconds, and how near to them is near enough.
internal static class Seconds
{
    // One tick is what the conversion costs.
    private const double Tick = 1e-7;

    public static TimeSpan Span(JsonElement json) => Span(json.GetDouble());

    public static TimeSpan Span(double seconds) => seconds switch
    {
        _ when seconds >= TimeSpan.MaxValue.TotalSeconds => TimeSpan.MaxValue,
        _ when seconds <= TimeSpan.MinValue.TotalSeconds => TimeSpan.MinValue,
        _ => TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)),
    };

    // `conversions`: of how many times that were rounded to ticks the found one is made.
    public static bool AreNear(double expected, TimeSpan found, int conversions = 1)
    {
        if (expected >= TimeSpan.MaxValue.TotalSeconds)
            return found == TimeSpan.MaxValue;
        return Math.Abs(expected - found.TotalSeconds) <= Math.Max(conversions * Tick, 1e-12 * Math.Abs(expected));
    }

    public static Verdict Compare(string what, double expected, TimeSpan found) =>
        AreNear(expected, found) ? Verdict.Passed : Verdict.Failed($"{what} {Write(expected)} s", $"{what} {Write(found.TotalSeconds)} s");

    public static string Write(double seconds) => seconds.ToString("R", CultureInfo.InvariantCulture);
}
