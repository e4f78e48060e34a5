using System.Text.Json;
using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// What must come of a call, in the library's terms. Without End and Statistics where a hook or a strategy throws: there is no outcome then.
internal sealed record CallExpectation(IReadOnlyList<Happening> Happenings, double ClockEnd, string Result)
{
    public int Calls { get; init; } = Happenings.Count(happening => happening.IsCall);

    // Those that are slept at all.
    public IReadOnlyList<double> Sleeps { get; init; } = [.. Happenings.Where(happening => happening.IsSleep && !happening.IsEmptySleep).Select(sleep => sleep.Times[0])];

    public RetryEnd? End { get; init; }

    public CallStatistics? Statistics { get; init; }

    public IReadOnlyList<Rule> Rules { get; init; } = [];

    public static CallExpectation Read(CallSpec spec, JsonElement expected)
    {
        JsonElement[] events = [.. expected.GetProperty("events").EnumerateArray()];
        if (CancelledCall.Find(spec, events) is { } cancelled)
            return cancelled;

        var (clockEnd, last) = (expected.GetProperty("clock_end").GetDouble(), events[^1]);
        var call = new CallExpectation([.. events.Select(Happening.Read)], clockEnd, ReadResult(spec, expected.GetProperty("result"), last, out var keepsValue)).WithoutEmptySleeps();
        call = call with
        {
            Calls = expected.GetProperty("calls").GetInt32(),
            Sleeps = [.. expected.GetProperty("sleeps").EnumerateArray().Select(sleep => sleep.GetDouble()).Where(sleep => sleep != 0)],
        };
        if (keepsValue)
            call = call.With(TenacityRules.ValueIsKept);
        if (!spec.IsEnabled)
            return call.With(TenacityRules.DisabledCountsToo) with { End = spec.Attempt(1).Outcome.Throws ? RetryEnd.Disabled : RetryEnd.Succeeded, Statistics = new(1, 0, clockEnd) };
        return EndOf(spec, last) is { } end ? (call with { End = end }).WithStatistics(expected.GetProperty("statistics")) : call.With(TenacityRules.NoStatisticsOfABrokenCall);
    }

    // What a block comes to that ends without exception.
    public static string Completed(CallSpec spec, RetryEnd? end, object? result) =>
        spec.GiveUp is not null && end == RetryEnd.Stopped ? $"completed with {Value.Write(result)}" : "completed";

    public CallExpectation WithoutEmptySleeps()
    {
        Happening[] sleeping = [.. Happenings.Where(happening => !happening.IsEmptySleep)];
        return sleeping.Length == Happenings.Count ? this : (this with { Happenings = sleeping }).With(TenacityRules.ZeroIsNoSleep);
    }

    public CallExpectation With(Rule rule) => this with { Rules = [.. Rules, rule] };

    private CallExpectation WithStatistics(JsonElement json)
    {
        var statistics = new CallStatistics(json.GetProperty("attempt_number").GetInt32(), json.GetProperty("idle_for").GetDouble(), json.GetProperty("delay_since_first_attempt").GetDouble());

        // Every end is that of an attempt, so the clock stands where it ended.
        return statistics.Elapsed == ClockEnd
            ? this with { Statistics = statistics }
            : (this with { Statistics = statistics with { Elapsed = ClockEnd } }).With(TenacityRules.ElapsedToTheEnd);
    }

    private static string ReadResult(CallSpec spec, JsonElement result, JsonElement last, out bool keepsValue)
    {
        var kind = result.GetProperty("kind").GetString();
        keepsValue = kind == "completed" && Is(last, "give_up");
        return kind switch
        {
            "returned" => CallFinding.Returned(Value.Read(result.GetProperty("value"))),
            "completed" when keepsValue => Completed(spec, RetryEnd.Stopped, spec.FallbackFor(last.GetProperty("attempt").GetInt32(), new AttemptOutcome(last.GetProperty("outcome")).Result)),
            "completed" => "completed",
            "threw" => $"threw {Failure.Write(result.GetProperty("exception"))}",
            "retry_error" => ReadGaveUp(result.GetProperty("class").GetString()!, result.GetProperty("last_attempt")),
            _ => throw new JsonException($"There is no result '{kind}'."),
        };
    }

    private static string ReadGaveUp(string exception, JsonElement last) =>
        CallFinding.GaveUp(exception, last.GetProperty("attempt").GetInt32(), new AttemptOutcome(last.GetProperty("outcome")).Write());

    // The last thing that happened says why there was no other; none of these, and something threw.
    private static RetryEnd? EndOf(CallSpec spec, JsonElement last) => last.GetProperty("at").GetString() switch
    {
        _ when spec.IsFaultAt(last) => null,
        "predicate" when !last.GetProperty("retries").GetBoolean() => spec.Attempt(last.GetProperty("attempt").GetInt32()).Outcome.Throws ? RetryEnd.NotRetryable : RetryEnd.Succeeded,
        "stop" when last.GetProperty("stops").GetBoolean() => RetryEnd.Stopped,
        "give_up" => RetryEnd.Stopped,
        _ => null,
    };

    private static bool Is(JsonElement json, string at) => json.GetProperty("at").GetString() == at;
}

internal sealed record CallStatistics(int Attempts, double IdleFor, double Elapsed);
