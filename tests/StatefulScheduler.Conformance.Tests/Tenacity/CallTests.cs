using System.Text.Json;
using System.Text.Json.Nodes;

namespace StatefulScheduler.Conformance.Tests.Tenacity;

// A call that differs from what its case tells, in anything it tells, must not pass.
public class CallTests
{
    private static readonly Dictionary<string, VectorFile> s_files = Suite.Find("tenacity")!.Files.ToDictionary(file => file.Name);

    [Fact]
    public Task A_case_that_tells_of_another_number_of_calls_does_not_pass() => AllFailAsync(expected => Raise(expected, "calls"));

    [Fact]
    public Task A_case_that_tells_of_another_sleep_does_not_pass() => AllFailAsync(expected => expected["sleeps"]!.AsArray().Add(0.5));

    [Fact]
    public Task A_case_that_ends_at_another_time_does_not_pass() => AllFailAsync(expected => Raise(expected, "clock_end"));

    [Fact]
    public Task A_case_with_another_result_does_not_pass() => AllFailAsync(expected => expected["result"] = new JsonObject { ["kind"] = "returned", ["value"] = "another" });

    [Fact]
    public Task A_case_that_gave_up_at_another_attempt_does_not_pass() =>
        AllFailAsync(expected => Raise(expected["result"]!["last_attempt"]!, "attempt"), expected => expected["result"]!["last_attempt"] is not null);

    [Theory]
    [InlineData("attempt_number")]
    [InlineData("idle_for")]
    public Task A_case_with_other_statistics_does_not_pass(string name) => AllFailAsync(expected => Raise(expected["statistics"]!, name), HasStatistics);

    [Fact]
    public async Task A_case_that_lacks_an_event_or_tells_of_it_twice_does_not_pass()
    {
        for (var index = 0; index < 12; index++)
        {
            var at = index;
            await AllFailAsync(expected => EventsOf(expected).RemoveAt(at), expected => IsShown(expected, at));
            await AllFailAsync(expected => EventsOf(expected).Insert(at, EventsOf(expected)[at]!.DeepClone()), expected => IsShown(expected, at));
        }
    }

    private static async Task AllFailAsync(Action<JsonNode> tamper, Func<JsonNode, bool>? applies = null)
    {
        var (passed, count) = (new List<string>(), 0);
        foreach (var file in new[] { "run.json", "block.json" })
        {
            foreach (var vector in Vectors.Read("tenacity", file))
            {
                var tampered = JsonObject.Create(vector.Json)!.DeepClone();
                if (applies?.Invoke(tampered["expect"]!) == false || IsRefused(await JudgeAsync(file, vector.Id, vector.Json)))
                    continue;
                tamper(tampered["expect"]!);
                count++;
                if ((await JudgeAsync(file, vector.Id, JsonSerializer.SerializeToElement(tampered))).Outcome == Outcome.Passed)
                    passed.Add(vector.Id);
            }
        }

        Assert.NotEqual(0, count);
        Assert.Empty(passed);
    }

    private static async Task<Verdict> JudgeAsync(string file, string id, JsonElement json)
    {
        try
        {
            return await s_files[file].JudgeAsync(new(id, json));
        }
        catch (Exception exception) // As the runner has it: no verdict is a failure.
        {
            return Verdict.Failed("a verdict", exception.Message);
        }
    }

    // Refused at construction: what such a case tells of a call is not looked at.
    private static bool IsRefused(Verdict verdict) => verdict.Rules.Any(rule => rule.Name == "refused at the door");

    // What a hook threw has none; a disabled policy has no events but its call.
    private static bool HasStatistics(JsonNode expected) =>
        expected["statistics"]!.AsObject().Count > 0 && EventsOf(expected)[^1] is { } last
        && (last["at"]!.GetValue<string>() == "give_up" || last["retries"]?.GetValue<bool>() == false || last["stops"]?.GetValue<bool>() == true);

    private static JsonArray EventsOf(JsonNode expected) => expected["events"]!.AsArray();

    // A sleep of zero is not slept.
    private static bool IsShown(JsonNode expected, int at) => at < EventsOf(expected).Count && !(EventsOf(expected)[at]!["at"]!.GetValue<string>() == "sleep" && EventsOf(expected)[at]!["seconds"]!.GetValue<double>() == 0);

    private static void Raise(JsonNode json, string name) =>
        json[name] = json[name]!.GetValue<JsonElement>() is var number && number.TryGetInt32(out var whole) ? whole + 1 : number.GetDouble() + 1;
}
