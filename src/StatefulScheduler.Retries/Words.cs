using System.Globalization;
using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

// How policies and strategies describe themselves: the same in every culture.
internal static class Words
{
    public static string Of(TimeSpan span) => span switch
    {
        _ when span == TimeSpan.Zero => "0 s",
        _ when span == TimeSpan.MaxValue => "for ever",
        _ when span < TimeSpan.Zero => $"-{Of(span.Negate())}",
        { TotalMilliseconds: < 1 } => Number(span.TotalMicroseconds, "µs"),
        { TotalSeconds: < 1 } => Number(span.TotalMilliseconds, "ms"),
        { TotalMinutes: < 2 } => Number(span.TotalSeconds, "s"),
        { TotalHours: < 2 } => Number(span.TotalMinutes, "min"),
        { TotalDays: < 2 } => Number(span.TotalHours, "h"),
        _ => Number(span.TotalDays, "days"),
    };

    public static string Join(string word, IEnumerable<object> parts) => string.Join($" {word} ", parts.Select(part => part is ICombination ? $"({part})" : $"{part}"));

    public static string Invariant(ref DefaultInterpolatedStringHandler text) => string.Create(CultureInfo.InvariantCulture, ref text);

    private static string Number(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {unit}");
}
