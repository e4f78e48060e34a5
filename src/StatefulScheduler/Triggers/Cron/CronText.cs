namespace StatefulScheduler;

// A cron trigger as one piece of a trigger's text: the expression or "fields" and name=value pairs, then the zone, then
// what differs from the default: year, week, gap, overlap, each followed by its value.
internal static class CronText
{
    private const string FieldsWord = "fields";

    public static string Write(CronTrigger cron)
    {
        var schedule = cron.Schedule;
        var words = new List<string>();
        if (schedule.IsFields)
        {
            words.Add(FieldsWord);
            foreach (var (name, value) in CronWriter.Fields(schedule))
                words.Add(value.Contains(' ', StringComparison.Ordinal) ? $"{name}=\"{value}\"" : $"{name}={value}");
        }
        else
        {
            words.Add(CronWriter.Expression(in schedule));
        }
        if (cron.Zone is { } zone)
            words.Add(zone.Id);
        AddClauses(words, cron);
        return string.Join(' ', words);
    }

    public static Trigger Parse(string text)
    {
        var words = Words(text);
        var clauses = TakeClauses(words, text);
        return words.Count > 0 && words[0].Equals(FieldsWord, StringComparison.OrdinalIgnoreCase)
            ? ParseFields(words, clauses, text)
            : ParseExpression(words, clauses);
    }

    private static void AddClauses(List<string> words, CronTrigger cron)
    {
        if (!cron.Schedule.IsFields && CronWriter.Years(cron.Schedule.Extras) is { } years)
            words.AddRange(["year", years]);
        if (!cron.Schedule.IsFields && CronWriter.Weeks(cron.Schedule.Extras) is { } weeks)
            words.AddRange(["week", weeks]);
        if (RuleWords.Gap.Unless(cron.Gap, cron.DefaultGap) is { } gap)
            words.AddRange(["gap", gap]);
        if (RuleWords.Overlap.Unless(cron.Overlap, cron.DefaultOverlap) is { } overlap)
            words.AddRange(["overlap", overlap]);
    }

    // The clauses at the end, taken off the words.
    private static Dictionary<string, string> TakeClauses(List<string> words, string text)
    {
        var clauses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (words.Count > 2 && words[^2].ToLowerInvariant() is "year" or "week" or "gap" or "overlap" && words[^2] is var name)
        {
            if (!clauses.TryAdd(name, words[^1]))
                throw new FormatException($"The trigger '{text}' cannot be read: '{name}' stands there twice.");
            words.RemoveRange(words.Count - 2, 2);
        }
        return clauses;
    }

    private static CronTrigger ParseFields(List<string> words, Dictionary<string, string> clauses, string text)
    {
        var values = new string?[CronFieldsParser.Names.Length];
        string? timeZone = null;
        foreach (var word in words.Skip(1))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var field = equals < 0 ? -1 : Array.FindIndex(CronFieldsParser.Names, name => name.Equals(word[..equals], StringComparison.OrdinalIgnoreCase));
            if (equals < 0 && timeZone is null)
                timeZone = word;
            else if (field >= 0 && values[field] is null)
                values[field] = word[(equals + 1)..].Trim('"');
            else
                throw new FormatException(
                    $"The trigger '{text}' cannot be read: '{word}' is not one of {string.Join(", ", CronFieldsParser.Names)} with '=' and a value, given once, or a time zone.");
        }
        if (clauses.Keys.FirstOrDefault(name => name.ToLowerInvariant() is "year" or "week") is { } misplaced)
            throw new FormatException($"The trigger '{text}' cannot be read: among fields write {misplaced}={clauses[misplaced]}.");
        return CronTrigger.OfFields(
            values,
            timeZone,
            WeekdayNumbers.MondayIsZero,
            RuleWords.Gap.Parse(clauses.GetValueOrDefault("gap"), GapRule.Skip),
            RuleWords.Overlap.Parse(clauses.GetValueOrDefault("overlap"), OverlapRule.Both));
    }

    // A zone follows a macro, or the fifth or sixth field.
    private static CronTrigger ParseExpression(List<string> words, Dictionary<string, string> clauses)
    {
        var fields = words.Count > 0 && words[0].StartsWith('@') ? 1
            : words.Count > 5 && IsZone(words[5]) ? 5
            : words.Count > 6 && IsZone(words[6]) ? 6
            : words.Count;
        return CronTrigger.OfExpression(
            string.Join(' ', words.Take(fields)),
            fields < words.Count ? string.Join(' ', words.Skip(fields)) : null,
            clauses.GetValueOrDefault("year"),
            clauses.GetValueOrDefault("week"),
            RuleWords.Gap.Parse(clauses.GetValueOrDefault("gap"), GapRule.FireAfter),
            RuleWords.Overlap.Parse(clauses.GetValueOrDefault("overlap"), OverlapRule.Intervals));
    }

    // A word, but not one that a day of week can begin with.
    private static bool IsZone(string word)
    {
        if (!char.IsAsciiLetter(word[0]) || word[0] is 'H' && (word.Length == 1 || !char.IsAsciiLetter(word[1])))
            return false;
        return word.Length < 3
            || CronField.DayOfWeek.ValueOf(word[0], word[1], word[2]) < 0
            || word.Length > 3 && char.IsAsciiLetter(word[3]);
    }

    // Blanks between double quotes do not part words.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        var quoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            quoted ^= i < text.Length && text[i] == '"';
            var blank = i == text.Length || !quoted && text[i] is ' ' or '\t';
            if (!blank && start < 0)
                start = i;
            if (blank && start >= 0)
            {
                words.Add(text[start..i]);
                start = -1;
            }
        }
        return words;
    }
}
