using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

// A trigger as JSON: the kind first, then its members in one order, those without a value left out.
internal readonly struct TriggerJsonWriter(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonTypeInfo> customKinds)
{
    public void Write(Trigger trigger)
    {
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
                writer.WriteStartArray(TriggerJson.Triggers);
                foreach (var part in or.Parts)
                    Write(part);
                writer.WriteEndArray();
                break;
            case WindowTrigger window:
                Kind(TriggerJson.Window);
                writer.WritePropertyName(TriggerJson.Trigger);
                Write(window.Inner);
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
        Optional(TriggerJson.Gap, cron.Gap == cron.DefaultGap ? null : CronText.Gap(cron.Gap));
        Optional(TriggerJson.Overlap, cron.Overlap == cron.DefaultOverlap ? null : CronText.Overlap(cron.Overlap));
    }

    private void Optional(string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
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
