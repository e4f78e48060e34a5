using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StatefulScheduler;

// The text of a trigger: what ToString of the kinds prints, and Parse reads.
internal static class TriggerText
{
    private const string DateFormat = "yyyy-MM-dd";

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
    private static readonly string[] WallTimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm"];

    public static Trigger Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TriggerParser.Parse(text);
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out Trigger? trigger)
    {
        trigger = null;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        try
        {
            trigger = Parse(text);
            return true;
        }
        catch (Exception refused) when (refused is FormatException or ArgumentException)
        {
            return false;
        }
    }

    public static string Instant(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string WallTime(DateTime time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    public static string Date(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    public static string Dates(IEnumerable<DateOnly> dates) => string.Join(',', dates.Select(Date));

    // What a clause follows: a group stands in brackets.
    public static string Operand(Trigger trigger) => trigger is OrTrigger or AndTrigger ? $"({trigger})" : trigger.ToString();

    public static bool TryDate(string word, out DateOnly date) =>
        DateOnly.TryParseExact(word, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    public static DateTimeOffset ParseInstant(string text, TriggerToken word)
    {
        // Without an offset it would be the wall time of whoever reads it.
        var hasOffset = word.Text.EndsWith('Z') || word.Text.LastIndexOfAny(['+', '-']) > word.Text.IndexOf('T', StringComparison.Ordinal);
        return hasOffset && DateTimeOffset.TryParseExact(word.Text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw Refuse(text, word.Position, $"'{word.Text}' is not an instant; write it as 2030-01-01T00:00:00Z, or with an offset as 2030-01-01T08:00:00+08:00");
    }

    public static DateTime ParseWallTime(string text, TriggerToken word) =>
        DateTime.TryParseExact(word.Text, WallTimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw Refuse(text, word.Position, $"'{word.Text}' is not a wall time; write it as 2030-01-01T08:00:00");

    // A bare number would be read as days.
    public static TimeSpan ParseDuration(string text, TriggerToken word) =>
        word.Text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(word.Text, "c", CultureInfo.InvariantCulture, out var duration)
            ? duration
            : throw Refuse(text, word.Position, $"'{word.Text}' is not a duration; write it as hh:mm:ss or d.hh:mm:ss, for example 00:05:00");

    public static FormatException Refuse(string text, int position, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The trigger '{text}' cannot be read at position {position}: {reason}."));
}
