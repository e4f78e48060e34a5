using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StatefulScheduler;

// The text of a trigger: parts joined with |, each a kind followed by its bounds. What ToString of the kinds prints.
internal static class TriggerText
{
    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
    private static readonly string[] WallTimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm"];

    public static Trigger Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return OrTrigger.Of(text.Split('|').Select(part => Part(part, text)));
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

    private static Trigger Part(string part, string text)
    {
        var words = part.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries).AsSpan();
        DateTimeOffset? from = null, until = null;
        while (words.Length > 2 && (from is null && Is(words[^2], "from") || until is null && Is(words[^2], "until")))
        {
            if (Is(words[^2], "from"))
                from = ParseInstant(words[^1], text);
            else
                until = ParseInstant(words[^1], text);
            words = words[..^2];
        }
        return Kind(words, text).Within(from, until);
    }

    private static Trigger Kind(ReadOnlySpan<string> words, string text) => words switch
    {
        [] => throw Refuse(text, "a trigger is missing"),
        [var now] when Is(now, "now") => Trigger.Now,
        [var never] when Is(never, "never") => Trigger.Never,
        [var at, var time] when Is(at, "at") => Trigger.At(ParseInstant(time, text)),
        [var at, var time, .. var zone] when Is(at, "at") => Trigger.At(ParseWallTime(time, text), Join(zone)),
        [var every, var interval] when Is(every, "every") => Trigger.Every(ParseDuration(interval, text)),
        [var after, var each, var run, var delay] when Is(after, "after") && Is(each, "each") && Is(run, "run") =>
            Trigger.AfterEachRun(ParseDuration(delay, text)),
        [var first, ..] when IsKeyword(first) =>
            throw Refuse(text, $"'{Join(words)}' is not complete; write now, never, at <instant>, every <duration> or after each run <duration>"),
        _ => CronText.Parse(Join(words)),
    };

    private static bool IsKeyword(string word) =>
        Is(word, "now") || Is(word, "never") || Is(word, "at") || Is(word, "every") || Is(word, "after");

    private static bool Is(string word, string keyword) => word.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    private static string Join(ReadOnlySpan<string> words) => string.Join(' ', words);

    private static DateTimeOffset ParseInstant(string word, string text)
    {
        // Without an offset it would be the wall time of whoever reads it.
        var hasOffset = word.EndsWith('Z') || word.LastIndexOfAny(['+', '-']) > word.IndexOf('T', StringComparison.Ordinal);
        return hasOffset && DateTimeOffset.TryParseExact(word, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw Refuse(text, $"'{word}' is not an instant; write it as 2030-01-01T00:00:00Z, or with an offset as 2030-01-01T08:00:00+08:00");
    }

    private static DateTime ParseWallTime(string word, string text) =>
        DateTime.TryParseExact(word, WallTimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw Refuse(text, $"'{word}' is not a wall time; write it as 2030-01-01T08:00:00");

    // A bare number would be read as days.
    private static TimeSpan ParseDuration(string word, string text) =>
        word.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(word, "c", CultureInfo.InvariantCulture, out var duration)
            ? duration
            : throw Refuse(text, $"'{word}' is not a duration; write it as hh:mm:ss or d.hh:mm:ss, for example 00:05:00");

    private static FormatException Refuse(string text, string reason) => new($"The trigger '{text}' cannot be read: {reason}.");
}
