using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StatefulScheduler;

internal static class TriggerText
{
    public static Trigger Parse(string text) => throw new NotImplementedException();
    public static bool TryParse(string? text, [NotNullWhen(true)] out Trigger? trigger) => throw new NotImplementedException();

    public static string Instant(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string WallTime(DateTime time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
