using System.Globalization;
using System.Text.Json;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class Arguments
{
    // What APScheduler refuses and ours cannot even be asked. An argument that is not known here, and that it took, must not be passed over.
    public static bool AreRefused(Turn turn, string[] known)
    {
        var unknown = turn.Call.Arguments.Except(known).ToList();
        if (turn.ExpectedError == ErrorNames.Argument && (unknown.Count > 0 || turn.Call.Arguments.Any(name => HasOtherType(turn.Call, name))))
            turn.Use(ScenarioRules.ByTheCompiler);
        else if (turn.ExpectedError == ErrorNames.Argument && turn.Call.Value("misfire_grace_time") is { ValueKind: JsonValueKind.Number } grace && grace.GetDouble() == 0)
            turn.Use(ScenarioRules.GraceOfZero);
        else
            return unknown.Count == 0 ? false : throw new JsonException($"Nothing is known of the arguments {string.Join(", ", unknown)} of {turn.Call.Name}.");
        turn.ExpectedError = null;
        return true;
    }

    // Null: not given, or given as None.
    public static DateTimeOffset? NextRun(TraceCall call) =>
        call.Text("next_run_time") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) : null;

    private static bool HasOtherType(TraceCall call, string name) => (name, call.Value(name)!.Value) switch
    {
        ("id" or "func" or "trigger" or "executor" or "jobstore" or "name", { ValueKind: not JsonValueKind.String }) => true,
        ("name", var text) => text.GetString() is "",
        ("misfire_grace_time", { ValueKind: not (JsonValueKind.Number or JsonValueKind.Null) }) => true,
        ("max_instances", { ValueKind: not JsonValueKind.Number }) => true,
        ("max_instances", var number) => number.GetDouble() % 1 != 0,
        ("args", { ValueKind: not JsonValueKind.Array }) or ("kwargs", { ValueKind: not JsonValueKind.Object }) => true,
        ("next_run_time", { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) }) => true,
        ("trigger", var alias) => alias.GetString() is not ("date" or "interval" or "cron" or "calendarinterval" or "and" or "or"),
        _ => false,
    };
}
