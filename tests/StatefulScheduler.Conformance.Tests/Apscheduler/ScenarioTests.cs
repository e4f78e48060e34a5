using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using StatefulScheduler.Conformance.Apscheduler.Scenarios;

namespace StatefulScheduler.Conformance.Tests.Apscheduler;

// The rules by which traces are compared must not make every trace right. The traces of scenarios.json beside this file were recorded as those
// of the vectors were, by running APScheduler (3.9.1) under a virtual clock, with calls and options that the vectors at hand lack; the program
// that recorded them gives the traces of the vectors too, all 37.
public class ScenarioTests
{
    private static readonly ScenarioVectors Judge = new("scenarios.json");

    [Fact]
    public async Task Calls_and_options_that_the_vectors_lack_are_played_too()
    {
        var report = await Suite.Find("apscheduler")!.RunFileAsync(Path.Combine(Path.GetDirectoryName(Here())!, "scenarios.json"));

        Assert.True(report is { IsGood: true, Skipped: 0 }, $"\n{report}");
    }

    [Fact]
    public Task A_trace_that_lacks_a_run_does_not_pass() => AllFailAsync((events, at) => events.RemoveAt(at));

    [Fact]
    public Task A_trace_that_tells_of_a_run_at_another_time_does_not_pass() => AllFailAsync(Shift);

    [Fact]
    public Task A_trace_that_tells_of_a_run_twice_does_not_pass() => AllFailAsync((events, at) => events.Add(events[at]!.DeepClone()));

    private static async Task AllFailAsync(Action<JsonArray, int> tamper)
    {
        var passed = new List<string>();
        var count = 0;
        foreach (var vector in Vectors.Read("apscheduler", "scenarios.json"))
        {
            foreach (var (step, at) in RunsOf(vector.Json))
            {
                var trace = JsonObject.Create(vector.Json)!.DeepClone();
                tamper(trace["steps"]![step]!["events"]!.AsArray(), at);
                var verdict = await Judge.JudgeAsync(new(vector.Id, JsonSerializer.SerializeToElement(trace)));
                count++;
                if (verdict.Outcome != Outcome.Failed)
                    passed.Add($"{vector.Id}, step {step}, event {at}");
            }
        }

        Assert.NotEqual(0, count);
        Assert.Empty(passed);
    }

    private static IEnumerable<(int Step, int At)> RunsOf(JsonElement trace) =>
        from step in trace.GetProperty("steps").EnumerateArray().Index()
        from told in step.Item.GetProperty("events").EnumerateArray().Index()
        where told.Item.GetProperty("e").GetString() is "JOB_EXECUTED" or "JOB_MISSED"
        select (step.Index, told.Index);

    // With the submission that it belongs to.
    private static void Shift(JsonArray events, int at)
    {
        var (job, time) = (events[at]!["job"]!.GetValue<string>(), events[at]!["run_time"]!.GetValue<string>());
        var later = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).AddSeconds(1).ToString("O");
        events[at]!["run_time"] = later;
        foreach (var submitted in events.Where(told => told!["e"]!.GetValue<string>() == "JOB_SUBMITTED" && told["job"]!.GetValue<string>() == job))
            submitted!["run_times"] = new JsonArray([.. submitted["run_times"]!.AsArray().Select(other => JsonValue.Create(other!.GetValue<string>() == time ? later : other.GetValue<string>()))]);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
