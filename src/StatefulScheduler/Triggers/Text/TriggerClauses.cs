using System.Globalization;

namespace StatefulScheduler;

// What follows an atom or a group: from and until with an instant, except with dates and perhaps their zone or with a
// trigger in brackets, jitter with a duration. In any order; their meaning does not depend on it.
internal sealed class TriggerClauses(string text)
{
    public const string Except = "except";

    private const string From = "from";
    private const string Until = "until";
    private const string Jitter = "jitter";

    private readonly List<Trigger> _excluded = [];
    private readonly List<DateOnly> _dates = [];
    private DateTimeOffset? _from;
    private DateTimeOffset? _until;
    private TimeZoneTable? _zone;
    private TimeSpan? _jitter;

    public static bool IsKeyword(TriggerToken word) => word.Is(From) || word.Is(Until) || word.Is(Except) || word.Is(Jitter);

    // A date after "from" is the first one of a calendar, and so part of the atom.
    public static bool BeginsWith(TriggerToken word, TriggerToken next) =>
        IsKeyword(word) && !(word.Is(From) && TriggerText.TryDate(next.Text, out _));

    public void Exclude(Trigger trigger) => _excluded.Add(trigger);

    public void Add(TriggerToken keyword, IReadOnlyList<TriggerToken> words)
    {
        if (!IsKeyword(keyword))
            throw TriggerText.Refuse(text, keyword.Position, $"'{keyword.Text}' does not follow here; write from, until, except or jitter, or join triggers with | or &");
        if (words.Count == 0)
            throw TriggerText.Refuse(text, keyword.End, $"'{keyword.Text}' is not complete; write {Wanted(keyword)}");

        if (keyword.Is(Except))
            AddDates(words);
        else if (words.Count > 1)
            throw TriggerText.Refuse(text, words[1].Position, $"'{words[1].Text}' does not follow here; write {Wanted(keyword)}");
        else if (keyword.Is(From))
            _from = Once(keyword, _from, TriggerText.ParseInstant(text, words[0]));
        else if (keyword.Is(Until))
            _until = Once(keyword, _until, TriggerText.ParseInstant(text, words[0]));
        else
            _jitter = Once(keyword, _jitter, TriggerText.ParseDuration(text, words[0]));
    }

    public Trigger Around(Trigger trigger)
    {
        if (_from is not null || _until is not null)
            trigger = trigger.Within(_from, _until);
        trigger = ExceptDaysTrigger.Of(trigger, _dates, _zone);
        if (_excluded.Count > 0)
            trigger = ExceptTrigger.Of(trigger, OrTrigger.Of(_excluded));
        return _jitter is { } max ? JitterTrigger.Of(trigger, max) : trigger;
    }

    private void AddDates(IReadOnlyList<TriggerToken> words)
    {
        var zone = 0;
        do
        {
            foreach (var date in words[zone].Text.Split(',', StringSplitOptions.RemoveEmptyEntries))
                _dates.Add(TriggerText.TryDate(date, out var day) ? day : throw NoDate(words[zone], date));
            zone++;
        }
        while (zone < words.Count && words[zone - 1].Text.EndsWith(','));

        if (zone == words.Count)
            return;
        var given = TimeZoneTable.Get(string.Join(' ', words.Skip(zone).Select(word => word.Text)));
        if (_zone is not null && _zone.Id != given.Id)
            throw TriggerText.Refuse(text, words[zone].Position, $"days are left out in {_zone.Id} already; leave out all days in one zone");
        _zone = given;
    }

    private FormatException NoDate(TriggerToken word, string date) => TriggerText.Refuse(
        text, word.Position, $"'{date}' is not a date; write dates as 2030-01-01,2030-12-25, or a trigger in brackets");

    private T Once<T>(TriggerToken keyword, T? before, T value)
        where T : struct =>
        before is null ? value : throw TriggerText.Refuse(text, keyword.Position, $"'{keyword.Text}' stands here a second time");

    private static string Wanted(TriggerToken keyword) =>
        keyword.Is(Except) ? "except 2030-01-01,2030-12-25 or except (<trigger>)"
        : keyword.Is(Jitter) ? "jitter 00:00:20"
        : string.Create(CultureInfo.InvariantCulture, $"{keyword.Text} 2030-01-01T00:00:00Z");
}
