using System.Text.Json;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// A call in which Tenacity retries a cancellation that the library does not: it must end there.
internal static class CancelledCall
{
    public static CallExpectation? Find(CallSpec spec, JsonElement[] events)
    {
        var index = Array.FindIndex(events, json => IsRetriedCancellation(spec, json));
        if (index < 0 || spec.RetriesCancellations)
            return null;

        var (attempt, before) = (events[index].GetProperty("attempt").GetInt32(), events[..index].Select(Happening.Read).ToArray());
        var (idleFor, elapsed) = (before.Where(happening => happening.IsSleep).Sum(sleep => sleep.Times[0]), EndOf(spec, events[..index], attempt));
        var result = spec.Attempt(attempt).Outcome.Write();
        return new CallExpectation([.. before, Happening.Judged(attempt, retries: false)], elapsed, result)
        {
            End = RetryEnd.NotRetryable,
            Statistics = new(attempt, idleFor, elapsed),
            Rules = [TenacityRules.CancellationIsMeant],
        }.WithoutEmptySleeps();
    }

    private static bool IsRetriedCancellation(CallSpec spec, JsonElement json) =>
        json.GetProperty("at").GetString() == "predicate" && json.GetProperty("retries").GetBoolean() && spec.Attempt(json.GetProperty("attempt").GetInt32()).Outcome.Is("Cancelled");

    private static double EndOf(CallSpec spec, JsonElement[] events, int attempt) =>
        events.Last(json => json.GetProperty("at").GetString() == "call").GetProperty("clock").GetDouble() + spec.Attempt(attempt).Takes.TotalSeconds;
}
