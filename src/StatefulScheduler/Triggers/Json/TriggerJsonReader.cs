using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

// JSON as a trigger: what TriggerJsonWriter writes, with the members in any order.
internal readonly struct TriggerJsonReader(IReadOnlyDictionary<string, JsonTypeInfo> customKinds)
{
    public Trigger Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new JsonException($"A trigger is a JSON object with a 'kind', but here stands {json.ValueKind}.");

        var kind = Text(json, TriggerJson.Kind);
        try
        {
            return Read(json, kind);
        }
        catch (Exception refused) when (refused is FormatException or ArgumentException)
        {
            throw new JsonException($"The trigger of kind '{kind}' holds a value that is refused: {refused.Message}", refused);
        }
    }

    private Trigger Read(JsonElement json, string kind)
    {
        switch (kind)
        {
            case TriggerJson.Now:
                Only(json, kind);
                return Trigger.Now;
            case TriggerJson.Never:
                Only(json, kind);
                return Trigger.Never;
            case TriggerJson.At when json.TryGetProperty(TriggerJson.WallTime, out _):
                Only(json, kind, TriggerJson.WallTime, TriggerJson.TimeZone);
                return Trigger.At(WallTime(json), Text(json, TriggerJson.TimeZone));
            case TriggerJson.At:
                Only(json, kind, TriggerJson.Time);
                return Trigger.At(Instant(json, TriggerJson.Time) ?? throw Missing(TriggerJson.Time));
            case TriggerJson.Every:
                Only(json, kind, TriggerJson.Interval, TriggerJson.Start);
                return Trigger.Every(Duration(json, TriggerJson.Interval), Instant(json, TriggerJson.Start));
            case TriggerJson.AfterEachRun:
                Only(json, kind, TriggerJson.Delay);
                return Trigger.AfterEachRun(Duration(json, TriggerJson.Delay));
            case TriggerJson.Cron:
                Only(json, kind, TriggerJson.Expression, TriggerJson.TimeZone, TriggerJson.Year, TriggerJson.Week, TriggerJson.Gap, TriggerJson.Overlap);
                return Trigger.Cron(
                    Text(json, TriggerJson.Expression),
                    OptionalText(json, TriggerJson.TimeZone),
                    OptionalText(json, TriggerJson.Year),
                    OptionalText(json, TriggerJson.Week),
                    RuleWords.Gap.Parse(OptionalText(json, TriggerJson.Gap), GapRule.FireAfter),
                    RuleWords.Overlap.Parse(OptionalText(json, TriggerJson.Overlap), OverlapRule.Intervals));
            case TriggerJson.CronFields:
                return CronFields(json, kind);
            case TriggerJson.Or:
                Only(json, kind, TriggerJson.Triggers);
                return OrTrigger.Of(Parts(json));
            case TriggerJson.And:
                Only(json, kind, TriggerJson.Triggers);
                return AndTrigger.Of(Parts(json));
            case TriggerJson.Except when json.TryGetProperty(TriggerJson.Dates, out var dates):
                Only(json, kind, TriggerJson.Trigger, TriggerJson.Dates, TriggerJson.TimeZone);
                return ExceptDaysTrigger.Of(
                    Read(Member(json, TriggerJson.Trigger)), Dates(dates), OptionalText(json, TriggerJson.TimeZone) is { } zone ? TimeZoneTable.Get(zone) : null);
            case TriggerJson.Except:
                Only(json, kind, TriggerJson.Trigger, TriggerJson.Excluded);
                return ExceptTrigger.Of(Read(Member(json, TriggerJson.Trigger)), Read(Member(json, TriggerJson.Excluded)));
            case TriggerJson.Jitter:
                Only(json, kind, TriggerJson.Trigger, TriggerJson.Max);
                return JitterTrigger.Of(Read(Member(json, TriggerJson.Trigger)), Duration(json, TriggerJson.Max));
            case TriggerJson.Calendar:
                return Calendar(json, kind);
            case TriggerJson.Window:
                Only(json, kind, TriggerJson.Trigger, TriggerJson.From, TriggerJson.Until);
                return Read(Member(json, TriggerJson.Trigger)).Within(Instant(json, TriggerJson.From), Instant(json, TriggerJson.Until));
            default:
                return Custom(json, kind);
        }
    }

    private static CronTrigger CronFields(JsonElement json, string kind)
    {
        Only(json, kind, [.. CronFieldsParser.Names, TriggerJson.TimeZone, TriggerJson.Gap, TriggerJson.Overlap]);
        var fields = Array.ConvertAll(CronFieldsParser.Names, name => OptionalText(json, name));
        return CronTrigger.OfFields(
            fields,
            OptionalText(json, TriggerJson.TimeZone),
            WeekdayNumbers.MondayIsZero,
            RuleWords.Gap.Parse(OptionalText(json, TriggerJson.Gap), GapRule.Skip),
            RuleWords.Overlap.Parse(OptionalText(json, TriggerJson.Overlap), OverlapRule.Both));
    }

    private static CalendarTrigger Calendar(JsonElement json, string kind)
    {
        Only(
            json, kind, TriggerJson.Years, TriggerJson.Months, TriggerJson.Weeks, TriggerJson.Days, TriggerJson.TimeOfDay,
            TriggerJson.TimeZone, TriggerJson.Start, TriggerJson.MissingDay, TriggerJson.Gap, TriggerJson.Overlap);
        return new CalendarTrigger(
            new CalendarPeriod(Count(json, TriggerJson.Years), Count(json, TriggerJson.Months), Count(json, TriggerJson.Weeks), Count(json, TriggerJson.Days)),
            TimeOfDay(json),
            OptionalText(json, TriggerJson.TimeZone),
            OptionalText(json, TriggerJson.Start) is { } start ? Date(start, TriggerJson.Start) : null,
            RuleWords.MissingDay.Parse(OptionalText(json, TriggerJson.MissingDay), MissingDay.Skip),
            RuleWords.Gap.Parse(OptionalText(json, TriggerJson.Gap), GapRule.Skip),
            RuleWords.Overlap.Parse(OptionalText(json, TriggerJson.Overlap), OverlapRule.First));
    }

    private List<Trigger> Parts(JsonElement json)
    {
        var triggers = Member(json, TriggerJson.Triggers);
        if (triggers.ValueKind != JsonValueKind.Array)
            throw new JsonException($"The member '{TriggerJson.Triggers}' of a trigger must be an array, but is {triggers.ValueKind}.");

        var parts = new List<Trigger>();
        foreach (var part in triggers.EnumerateArray())
            parts.Add(Read(part));
        return parts;
    }

    private Trigger Custom(JsonElement json, string kind)
    {
        if (!customKinds.TryGetValue(kind, out var type))
        {
            var known = TriggerJson.Kinds.Concat(customKinds.Keys).Order(StringComparer.Ordinal);
            throw new JsonException(
                $"The trigger kind '{kind}' is not known here. Known are {string.Join(", ", known)}. If it is one of your own, " +
                $"register it with AddTrigger(\"{kind}\", json) on the scheduler builder.");
        }
        Only(json, kind, TriggerJson.Value);
        return (Trigger?)Member(json, TriggerJson.Value).Deserialize(type) ?? throw Missing(TriggerJson.Value);
    }

    private static void Only(JsonElement json, string kind, params ReadOnlySpan<string> names)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name != TriggerJson.Kind && !names.Contains(member.Name))
                throw new JsonException(
                    $"The trigger of kind '{kind}' has a member '{member.Name}' that this version does not know; without it the trigger would mean something else.");
        }
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) ? member : throw Missing(name);

    private static string Text(JsonElement json, string name) => OptionalText(json, name) ?? throw Missing(name);

    private static string? OptionalText(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return null;
        return member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : throw new JsonException($"The member '{name}' of a trigger must be a string, but is {member.ValueKind}.");
    }

    private static TimeSpan Duration(JsonElement json, string name) => Text(json, name) is var text
        && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration)
            ? duration
            : throw new JsonException($"The member '{name}' of a trigger must be a duration such as \"00:05:00\", but is \"{text}\".");

    private static DateTimeOffset? Instant(JsonElement json, string name)
    {
        if (OptionalText(json, name) is not { } text)
            return null;
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new JsonException($"The member '{name}' of a trigger must be an instant such as \"2030-01-01T00:00:00.0000000Z\", but is \"{text}\".");
    }

    private static DateTime WallTime(JsonElement json) => Text(json, TriggerJson.WallTime) is var text
        && DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new JsonException($"The member '{TriggerJson.WallTime}' of a trigger must be a time such as \"2030-01-01T08:00:00\", but is \"{text}\".");

    private static TimeOnly TimeOfDay(JsonElement json) => Text(json, TriggerJson.TimeOfDay) is var text
        && TimeOnly.TryParseExact(text, "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new JsonException($"The member '{TriggerJson.TimeOfDay}' of a trigger must be a time of day such as \"03:00:00\", but is \"{text}\".");

    private static List<DateOnly> Dates(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
            throw new JsonException($"The member '{TriggerJson.Dates}' of a trigger must be an array, but is {array.ValueKind}.");

        var dates = new List<DateOnly>();
        foreach (var date in array.EnumerateArray())
            dates.Add(Date(date.ValueKind == JsonValueKind.String ? date.GetString()! : date.GetRawText(), TriggerJson.Dates));
        return dates;
    }

    private static DateOnly Date(string text, string name) =>
        TriggerText.TryDate(text, out var date)
            ? date
            : throw new JsonException($"The member '{name}' of a trigger holds dates such as \"2030-01-31\", but here stands \"{text}\".");

    private static int Count(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var member))
            return 0;
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var count)
            ? count
            : throw new JsonException($"The member '{name}' of a trigger must be a whole number, but is {member.GetRawText()}.");
    }

    private static JsonException Missing(string name) => new($"The member '{name}' of a trigger is missing.");
}
