using System.Text.Json;
using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// What a case says of a call: its script, and the options of the policy.
internal sealed record CallSpec(JsonElement Json)
{
    public bool IsEnabled => !Json.TryGetProperty("enabled", out var enabled) || enabled.GetBoolean();

    public bool Rethrows => IsSet("reraise");

    public bool HasOwnException => IsSet("custom_error");

    public string? GiveUp => Json.TryGetProperty("give_up", out var giveUp) ? giveUp.GetString() : null;

    public JsonElement? Fault => Json.TryGetProperty("callback_throws", out var fault) ? fault : null;

    public double[] Units => Json.TryGetProperty("units", out var units) ? [.. units.EnumerateArray().Select(unit => unit.GetDouble())] : [];

    public bool IsRefused =>
        Json.TryGetProperty("wait", out var wait) && WaitSpec.IsRefused(wait) || Json.TryGetProperty("stop", out var stop) && StopSpec.IsRefused(stop);

    public WaitStrategy CreateWait() => Json.TryGetProperty("wait", out var wait) ? WaitSpec.Create(wait) : Wait.None;

    public StopStrategy CreateStop() => Json.TryGetProperty("stop", out var stop) ? StopSpec.Create(stop) : Stop.Never;

    public RetryCondition CreateCondition() => Json.TryGetProperty("retry", out var retry) ? ConditionSpec.Create(retry) : RetryIf.Exception();

    public bool RetriesCancellations => Json.TryGetProperty("retry", out var retry) && ConditionSpec.RetriesCancellations(retry);

    public bool IsFaultAt(JsonElement happening) =>
        Fault is { } fault && happening.TryGetProperty("attempt", out var attempt)
        && fault.GetProperty("where").GetString() == happening.GetProperty("at").GetString() && fault.GetProperty("attempt").GetInt32() == attempt.GetInt32();

    // The last outcome is that of all further calls too.
    public ScriptedAttempt Attempt(int call)
    {
        var script = Json.GetProperty("script");
        return new(script[Math.Min(call, script.GetArrayLength()) - 1]);
    }

    public object? FallbackFor(int attempt, object? result) => GiveUp switch
    {
        "return_last_value" => result,
        "return_constant" => "fallback",
        "return_attempt_number" => (long)attempt,
        var name => throw new JsonException($"There is no give-up callback '{name}'."),
    };

    private bool IsSet(string name) => Json.TryGetProperty(name, out var flag) && flag.GetBoolean();
}

internal readonly record struct ScriptedAttempt(JsonElement Json)
{
    public AttemptOutcome Outcome => new(Json);

    public TimeSpan Takes => Json.TryGetProperty("takes", out var takes) ? Seconds.Span(takes) : TimeSpan.Zero;

    // What a block hands on as its result.
    public JsonElement? SetResult => Json.TryGetProperty("set_result", out var result) ? result : null;
}
