using System.Text.Json;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Specs;

// Waits, with Tenacity's defaults for what is left out.
internal static class WaitSpec
{
    private static readonly string[] s_exponentialTimes = ["multiplier", "min", "max", "jitter"];

    public static WaitStrategy Create(JsonElement spec) => spec.GetProperty("kind").GetString() switch
    {
        "none" => Wait.None,
        "fixed" => Wait.Fixed(Seconds.Span(spec.GetProperty("seconds"))),
        "random" => Wait.Random(Time(spec, "min", 0), Time(spec, "max", 1)),
        "incrementing" => Wait.Incrementing(Time(spec, "start", 0), Time(spec, "increment", 100), Max(spec)),
        "exponential" => Wait.Exponential(Time(spec, "multiplier", 1), Max(spec), Factor(spec), Time(spec, "min", 0)),
        "random_exponential" => Wait.RandomExponential(Time(spec, "multiplier", 1), Max(spec), Factor(spec), Time(spec, "min", 0)),
        "exponential_jitter" => Wait.ExponentialJitter(Time(spec, "multiplier", 1), Max(spec), Factor(spec), Time(spec, "jitter", 1), Time(spec, "min", 0), exactAtMax: true),
        "chain" => Wait.Chain(Parts(spec)),
        "combine" => Wait.Combine(Parts(spec)),
        "plus" => Parts(spec).Aggregate((left, right) => left + right),
        "sum" => Parts(spec).Aggregate(Wait.None, (left, right) => left + right),
        "exception" => Wait.FromException(exception => DelayFor(exception, spec)),
        var kind => throw new JsonException($"There is no wait '{kind}'."),
    };

    // What the library means not to make: see TenacityRules.RefusedAtTheDoor.
    public static bool IsRefused(JsonElement spec) => spec.GetProperty("kind").GetString() switch
    {
        "fixed" => IsNegative(spec, "seconds"),
        "random" => IsNegative(spec, "min") || Time(spec, "max", 1) < Time(spec, "min", 0),
        "incrementing" => IsNegative(spec, "start") || IsNegative(spec, "max"),
        "exponential" or "random_exponential" or "exponential_jitter" => Factor(spec) <= 0 || s_exponentialTimes.Any(name => IsNegative(spec, name)),
        "chain" or "combine" or "plus" or "sum" => spec.GetProperty("of").EnumerateArray().Any(IsRefused),
        _ => false,
    };

    // Code that gives a negative delay.
    public static bool GivesNegative(JsonElement spec) => spec.GetProperty("kind").GetString() switch
    {
        "exception" => spec.GetProperty("else").GetDouble() < 0 || spec.GetProperty("map").EnumerateArray().Any(entry => entry[1].GetDouble() < 0),
        "chain" or "combine" or "plus" or "sum" => spec.GetProperty("of").EnumerateArray().Any(GivesNegative),
        _ => false,
    };

    // How many numbers are drawn after an attempt: one by each random wait that is asked.
    public static int DrawsAfter(int attempt, JsonElement spec) => spec.GetProperty("kind").GetString() switch
    {
        "random" or "random_exponential" or "exponential_jitter" => 1,
        "chain" => DrawsAfter(attempt, spec.GetProperty("of")[Math.Clamp(attempt, 1, spec.GetProperty("of").GetArrayLength()) - 1]),
        "combine" or "plus" or "sum" => spec.GetProperty("of").EnumerateArray().Sum(part => DrawsAfter(attempt, part)),
        _ => 0,
    };

    private static WaitStrategy[] Parts(JsonElement spec) => [.. spec.GetProperty("of").EnumerateArray().Select(Create)];

    private static TimeSpan Time(JsonElement spec, string name, double otherwise) => Seconds.Span(spec.TryGetProperty(name, out var given) ? given.GetDouble() : otherwise);

    private static TimeSpan? Max(JsonElement spec) => spec.TryGetProperty("max", out var given) ? Seconds.Span(given) : null;

    private static double Factor(JsonElement spec) => spec.TryGetProperty("base", out var given) ? given.GetDouble() : 2;

    private static bool IsNegative(JsonElement spec, string name) => spec.TryGetProperty(name, out var given) && given.GetDouble() < 0;

    private static TimeSpan DelayFor(Exception exception, JsonElement spec)
    {
        foreach (var entry in spec.GetProperty("map").EnumerateArray())
        {
            if (Failure.TypeOf(entry[0].GetString()!).IsInstanceOfType(exception))
                return Seconds.Span(entry[1]);
        }
        return Seconds.Span(spec.GetProperty("else"));
    }
}
