using System.Text.Json;
using StatefulScheduler.Conformance.Tenacity.Specs;

namespace StatefulScheduler.Conformance.Tenacity;

// What can be made, and how many parts combinations have.
internal static class ConstructVectors
{
    public static Verdict Judge(Vector vector)
    {
        var what = vector.Json.GetProperty("what").EnumerateObject().Single();
        var expected = vector.Json.GetProperty("result");
        return what.Name switch
        {
            "wait" => JudgeMaking(() => WaitSpec.Create(what.Value), what.Value, WaitSpec.IsRefused, expected),
            "stop" => JudgeMaking(() => StopSpec.Create(what.Value), what.Value, StopSpec.IsRefused, expected),
            "retry" => JudgeMaking(() => ConditionSpec.Create(what.Value), what.Value, _ => false, expected),
            "flatten" => Verdict.Compare($"{expected.GetInt32()} parts", $"{OperatorText.Read(what.Value.GetString()!).Parts.Count} parts"),
            var kind => Verdict.Failed("a judge of this kind", $"none for '{kind}'"),
        };
    }

    private static Verdict JudgeMaking(Func<object> create, JsonElement spec, Func<JsonElement, bool> isRefused, JsonElement expected)
    {
        if (IsNoCSharp(spec))
            return Verdict.Skipped(TenacityRules.TypedInCSharp);
        if (expected.GetString() != "ok")
            return Refusal.Judge<ArgumentException>(create);
        return isRefused(spec) ? Refusal.AtTheDoor(create) : Verdict.Compare("made", create() is null ? "null" : "made");
    }

    // A message condition is made of a text or of a regular expression; and there is only one name for the multiplier.
    private static bool IsNoCSharp(JsonElement spec) =>
        spec.GetProperty("kind").GetString() is "message" or "not_message" ? IsGiven(spec, "message") == IsGiven(spec, "match") : spec.TryGetProperty("initial", out _);

    private static bool IsGiven(JsonElement spec, string name) => spec.TryGetProperty(name, out var given) && given.ValueKind != JsonValueKind.Null;
}
