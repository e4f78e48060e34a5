using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

// A trigger as JSON: the kind first, then its members in one order, those without a value left out.
internal readonly struct TriggerJsonWriter(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonTypeInfo> customKinds)
{
    // A reader refuses a document of more than 64 levels, and what cannot be read back must not be stored. The last level
    // is for an array inside the trigger.
    private const int MaxDepth = 63;

    public void Write(Trigger trigger)
    {
        if (writer.CurrentDepth >= MaxDepth)
            throw new JsonException($"The trigger is nested so deep that it could not be read back: JSON ends at {MaxDepth + 1} levels. Write it with fewer groups.");

        writer.WriteStartObject();
        switch (trigger)
        {
            case NowTrigger:
                Kind(TriggerJson.Now);
                break;
            case NeverTrigger:
                Kind(TriggerJson.Never);
                break;
            case AtTrigger at:
                Kind(TriggerJson.At);
                Instant(TriggerJson.Time, at.Time);
                break;
            case AtWallTimeTrigger at:
                Kind(TriggerJson.At);
                writer.WriteString(TriggerJson.WallTime, at.WallTime.ToString("O", CultureInfo.InvariantCulture));
                writer.WriteString(TriggerJson.TimeZone, at.Zone.Id);
                break;
            case IntervalTrigger every:
                Kind(TriggerJson.Every);
                Duration(TriggerJson.Interval, every.Interval);
                Instant(TriggerJson.Start, every.Start);
                break;
            case AfterEachRunTrigger after:
                Kind(TriggerJson.AfterEachRun);
                Duration(TriggerJson.Delay, after.Delay);
                break;
            case CronTrigger cron:
                Cron(cron);
                break;
            case OrTrigger or:
                Kind(TriggerJson.Or);
                Parts(or.Parts);
                break;
            case AndTrigger and:
                Kind(TriggerJson.And);
                Parts(and.Parts);
                break;
            case ExceptTrigger except:
                Kind(TriggerJson.Except);
                Nested(TriggerJson.Trigger, except.Inner);
                Nested(TriggerJson.Excluded, except.Excluded);
                break;
            case ExceptDaysTrigger except:
                Kind(TriggerJson.Except);
                Nested(TriggerJson.Trigger, except.Inner);
                Dates(except.Days);
                Optional(TriggerJson.TimeZone, except.GivenZone?.Id);
                break;
            case JitterTrigger jitter:
                Kind(TriggerJson.Jitter);
                Nested(TriggerJson.Trigger, jitter.Inner);
                Duration(TriggerJson.Max, jitter.Max);
                break;
            case CalendarTrigger calendar:
                Calendar(calendar);
                break;
            case WindowTrigger window:
                Kind(TriggerJson.Window);
                Nested(TriggerJson.Trigger, window.Inner);
                Instant(TriggerJson.From, window.Start);
                Instant(TriggerJson.Until, window.End);
                break;
            default:
                Custom(trigger);
                break;
        }
        writer.WriteEndObject();
    }

    private void Cron(CronTrigger cron)
    {
        var schedule = cron.Schedule;
        Kind(schedule.IsFields ? TriggerJson.CronFields : TriggerJson.Cron);
        if (schedule.IsFields)
        {
            foreach (var (name, value) in CronWriter.Fields(schedule))
                writer.WriteString(name, value);
        }
        else
        {
            writer.WriteString(TriggerJson.Expression, CronWriter.Expression(in schedule));
            Optional(TriggerJson.Year, CronWriter.Years(schedule.Extras));
            Optional(TriggerJson.Week, CronWriter.Weeks(schedule.Extras));
        }
        Optional(TriggerJson.TimeZone, cron.Zone?.Id);
        Optional(TriggerJson.Gap, RuleWords.Gap.Unless(cron.Gap, cron.DefaultGap));
        Optional(TriggerJson.Overlap, RuleWords.Overlap.Unless(cron.Overlap, cron.DefaultOverlap));
    }

    private void Optional(string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private void Calendar(CalendarTrigger calendar)
    {
        Kind(TriggerJson.Calendar);
        Count(TriggerJson.Years, calendar.Period.Years);
        Count(TriggerJson.Months, calendar.Period.Months);
        Count(TriggerJson.Weeks, calendar.Period.Weeks);
        Count(TriggerJson.Days, calendar.Period.Days);
        writer.WriteString(TriggerJson.TimeOfDay, calendar.Time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
        Optional(TriggerJson.TimeZone, calendar.Zone?.Id);
        Optional(TriggerJson.Start, calendar.Start is { } start ? TriggerText.Date(start) : null);
        Optional(TriggerJson.MissingDay, RuleWords.MissingDay.Unless(calendar.MissingDay, MissingDay.Skip));
        Optional(TriggerJson.Gap, RuleWords.Gap.Unless(calendar.Gap, GapRule.Skip));
        Optional(TriggerJson.Overlap, RuleWords.Overlap.Unless(calendar.Overlap, OverlapRule.First));
    }

    private void Parts(IReadOnlyList<Trigger> parts)
    {
        writer.WriteStartArray(TriggerJson.Triggers);
        foreach (var part in parts)
            Write(part);
        writer.WriteEndArray();
    }

    private void Nested(string name, Trigger trigger)
    {
        writer.WritePropertyName(name);
        Write(trigger);
    }

    private void Dates(IReadOnlyList<DateOnly> dates)
    {
        writer.WriteStartArray(TriggerJson.Dates);
        foreach (var date in dates)
            writer.WriteStringValue(TriggerText.Date(date));
        writer.WriteEndArray();
    }

    private void Count(string name, int count)
    {
        if (count != 0)
            writer.WriteNumber(name, count);
    }

    private void Custom(Trigger trigger)
    {
        foreach (var (kind, json) in customKinds)
        {
            if (json.Type != trigger.GetType())
                continue;
            Kind(kind);
            writer.WritePropertyName(TriggerJson.Value);
            JsonSerializer.Serialize(writer, trigger, json);
            return;
        }
        throw new JsonException(
            $"The trigger type {trigger.GetType()} has no kind, so it cannot be stored. Register it with AddTrigger(kind, json) on the scheduler builder.");
    }

    private void Kind(string kind) => writer.WriteString(TriggerJson.Kind, kind);

    private void Duration(string name, TimeSpan duration) => writer.WriteString(name, duration.ToString("c", CultureInfo.InvariantCulture));

    private void Instant(string name, DateTimeOffset? time)
    {
        if (time is { } at)
            writer.WriteString(name, at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }
}
