using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// A trigger as a call of the trace made it: its alias, its arguments, and when it was made, since an interval without a start counts from there.
internal sealed class TraceTrigger
{
    private readonly string alias;
    private readonly JsonObject spec;
    private readonly DateTimeOffset madeAt;

    private TraceTrigger(string alias, JsonObject spec, DateTimeOffset madeAt)
    {
        this.alias = alias;
        this.spec = spec;
        this.madeAt = madeAt;
    }

    public bool IsDate => alias == "date";

    private bool IsInterval => alias == "interval";

    // A call without a trigger means "once, now".
    public static TraceTrigger Of(TraceCall call, DateTimeOffset now)
    {
        var alias = call.Text("trigger") ?? "date";
        var spec = call.Value("trigger_args") is { } arguments ? JsonObject.Create(arguments)! : [];
        spec["type"] = alias;
        spec["timezone"] ??= "UTC";
        if (alias == "date")
            spec["run_date"] ??= Text(now);
        return new(alias, spec, now);
    }

    // As it counts from an instant: at or after it, also where ours would still owe what lies before.
    public Trigger From(DateTimeOffset now) => IsInterval ? Grid(now) : Read(spec);

    public bool IsOver(DateTimeOffset now) => From(now).Next(new TriggerContext(now, now)) is null;

    // With another first fire; null where the trigger itself cannot say it.
    public Trigger? Beginning(DateTimeOffset first) => alias switch
    {
        "date" => Trigger.At(first),
        "interval" => Bounded(With(spec, "start_date", Text(first))) ?? Trigger.At(first), // Beyond its end it fires that once.
        _ => null,
    };

    private static Trigger Read(JsonObject spec) => TriggerSpec.Create(SpecOf(spec));

    private static Spec SpecOf(JsonObject spec) => new(JsonSerializer.SerializeToElement(spec), Version: 3);

    private Trigger Grid(DateTimeOffset now)
    {
        var start = spec.ContainsKey("start_date") ? spec : With(spec, "start_date", Text(madeAt + TriggerSpec.Interval(SpecOf(spec))));
        return Bounded(start, now) ?? Trigger.At(now).From(now.AddTicks(1)); // It has ended: a trigger without a fire says the same.
    }

    // Ours refuses an end before the start.
    private static Trigger? Bounded(JsonObject spec, DateTimeOffset? from = null)
    {
        try
        {
            return from is { } time ? Read(spec).From(time) : Read(spec);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static JsonObject With(JsonObject spec, string name, string value)
    {
        var copy = spec.DeepClone().AsObject();
        copy[name] = value;
        return copy;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
}
