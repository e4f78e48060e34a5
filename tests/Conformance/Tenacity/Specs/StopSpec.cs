using System.Text.Json;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Specs;

internal static class StopSpec
{
    public static StopStrategy Create(JsonElement spec) => spec.GetProperty("kind").GetString() switch
    {
        "never" => Stop.Never,
        "after_attempt" => Stop.AfterAttempt(spec.GetProperty("n").GetInt32()),
        "after_delay" => Stop.AfterDelay(Seconds.Span(spec.GetProperty("seconds"))),
        "before_delay" => Stop.BeforeDelay(Seconds.Span(spec.GetProperty("seconds"))),
        "event" => Stop.WhenCancelled(new CancellationToken(canceled: spec.GetProperty("set").GetBoolean())),
        "any" => Stop.Any(Parts(spec)),
        "all" => Stop.All(Parts(spec)),
        "or" => Parts(spec).Aggregate((left, right) => left | right),
        "and" => Parts(spec).Aggregate((left, right) => left & right),
        var kind => throw new JsonException($"There is no stop '{kind}'."),
    };

    // What the library means not to make: see TenacityRules.RefusedAtTheDoor.
    public static bool IsRefused(JsonElement spec) => spec.GetProperty("kind").GetString() switch
    {
        "after_attempt" => spec.GetProperty("n").GetInt32() < 1,
        "after_delay" or "before_delay" => spec.GetProperty("seconds").GetDouble() < 0,
        "any" or "all" or "or" or "and" => spec.GetProperty("of").EnumerateArray().Any(IsRefused),
        _ => false,
    };

    private static StopStrategy[] Parts(JsonElement spec) => [.. spec.GetProperty("of").EnumerateArray().Select(Create)];
}
