using System.Globalization;

namespace StatefulScheduler;

// Reads what CalendarText writes.
internal sealed class CalendarParser
{
    private static readonly string[] TimeFormats = ["H:mm", "H:mm:ss.FFFFFFF"];
    private static readonly string[] Clauses = [CalendarText.From, CalendarText.Missing, CalendarText.Gap, CalendarText.Overlap];

    private readonly string _text;
    private readonly TriggerToken[] _words;
    private int _next = 1; // after "every"

    private CalendarParser(string text, TriggerToken[] words)
    {
        _text = text;
        _words = words;
    }

    // "every" with a number or a unit; with a duration it is another trigger.
    public static bool Fits(ReadOnlySpan<TriggerToken> words) =>
        words.Length > 1 && words[0].Is("every") && (TryCount(words[1], out _) || UnitOf(words[1]) >= 0);

    public static Trigger Parse(string text, TriggerToken[] words)
    {
        var parser = new CalendarParser(text, words);
        return parser.Parse(parser.Period(), parser.Time(), parser.Zone());
    }

    private CalendarTrigger Parse(CalendarPeriod every, TimeOnly at, string? timeZone)
    {
        var values = new TriggerToken?[Clauses.Length];
        while (_next < _words.Length)
        {
            var word = _words[_next++];
            var clause = Array.FindIndex(Clauses, word.Is);
            if (clause < 0 || values[clause] is not null || _next == _words.Length)
                throw Refuse(word, $"'{word.Text}' does not follow here; write from <date>, missing <rule>, gap <rule> and overlap <rule>, each with its value and once at most");
            values[clause] = _words[_next++];
        }

        return new CalendarTrigger(
            every,
            at,
            timeZone,
            values[0] is { } start ? Date(start) : null,
            RuleWords.MissingDay.Parse(values[1]?.Text, MissingDay.Skip),
            RuleWords.Gap.Parse(values[2]?.Text, GapRule.Skip),
            RuleWords.Overlap.Parse(values[3]?.Text, OverlapRule.First));
    }

    private CalendarPeriod Period()
    {
        var counts = new int[CalendarText.Units.Length];
        var given = 0;
        for (; _next < _words.Length && !_words[_next].Is("at"); given++)
        {
            var word = _words[_next];
            var counted = TryCount(word, out var count);
            if (counted)
                _next++;
            else
                count = 1; // every month

            var unit = _next < _words.Length ? UnitOf(_words[_next]) : -1;
            if (unit < 0 || counts[unit] != 0 || !counted && given > 0)
                throw Refuse(word, $"'{word.Text}' is no part of a period; write years, months, weeks and days with their numbers, each once, or a duration as 00:05:00");
            counts[unit] = count;
            _next++;
        }
        return new CalendarPeriod(counts[0], counts[1], counts[2], counts[3]);
    }

    private TimeOnly Time()
    {
        if (_next + 1 >= _words.Length)
            throw Refuse(_words[^1], $"after '{_words[^1].Text}' the time of day is missing; write at 09:00");
        var word = _words[_next + 1];
        _next += 2;
        return TimeOnly.TryParseExact(word.Text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw Refuse(word, $"'{word.Text}' is not a time of day; write it as 09:00 or 09:00:30");
    }

    private string? Zone()
    {
        var first = _next;
        while (_next < _words.Length && !Array.Exists(Clauses, _words[_next].Is))
            _next++;
        return _next > first ? string.Join(' ', _words[first.._next].Select(word => word.Text)) : null;
    }

    private DateOnly Date(TriggerToken word) =>
        TriggerText.TryDate(word.Text, out var date) ? date : throw Refuse(word, $"'{word.Text}' is not a date; write it as 2030-01-31");

    private static bool TryCount(TriggerToken word, out int count)
    {
        count = 0;
        return word.Text.All(char.IsAsciiDigit) // TryParse overlooks a NUL at the end
            && int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    private static int UnitOf(TriggerToken word) => Array.FindIndex(
        CalendarText.Units, unit => word.Is(unit) || word.Text.EndsWith('s') && word.Text[..^1].Equals(unit, StringComparison.OrdinalIgnoreCase));

    private FormatException Refuse(TriggerToken word, string reason) => TriggerText.Refuse(_text, word.Position, reason);
}
