using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity;

// Whether a stop stops: asked directly, and in a decision.
internal static class StopVectors
{
    public static Verdict Judge(Vector vector)
    {
        var spec = vector.Json.GetProperty("stop");
        if (StopSpec.IsRefused(spec))
            return Refusal.AtTheDoor(() => StopSpec.Create(spec));

        var (stop, stops) = (StopSpec.Create(spec), vector.Flag("stops"));
        var state = new RetryState
        {
            AttemptNumber = vector.Json.GetProperty("attempt").GetInt32(),
            Elapsed = Seconds.Span(vector.Json.GetProperty("seconds_since_start")),
            NextDelay = Seconds.Span(vector.Json.GetProperty("upcoming_sleep")),
            Exception = new AppError("x", null),
        };
        return Verdict.Compare($"stops: {stops}", $"stops: {stop.ShouldStop(state)}")
            .And(() => Verdict.Compare($"decides to stop: {stops}", $"decides to stop: {!Decide(stop, state).Retry}"));
    }

    private static RetryDecision Decide(StopStrategy stop, RetryState state)
    {
        var policy = new RetryPolicy(new() { Stop = stop, Wait = Wait.Fixed(state.NextDelay) });
        return policy.Decide(new RetryProgress(state.AttemptNumber, DateTimeOffset.UnixEpoch), state.Exception!, DateTimeOffset.UnixEpoch + state.Elapsed);
    }
}
