using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity;

// A wait that looks at the exception: asked directly, and in a decision.
internal static class ExceptionWaitVectors
{
    private const string Slip = "InvalidOperation";

    public static Verdict Judge(Vector vector)
    {
        var spec = vector.Json.GetProperty("wait");
        if (WaitSpec.IsRefused(spec))
            return Refusal.AtTheDoor(() => WaitSpec.Create(spec));

        var (wait, outcome) = (WaitSpec.Create(spec), new AttemptOutcome(vector.Json.GetProperty("outcome")));
        var state = new RetryState { AttemptNumber = vector.Json.GetProperty("attempt").GetInt32(), Exception = outcome.CreateException(), Result = outcome.Result };
        if (vector.TextOrNull("throws") is { } thrown)
        {
            return Verdict.Compare(Slip, thrown)
                .And(() => Refusal.Judge<InvalidOperationException>(() => wait.GetDelay(state)))
                .And(() => Refusal.Judge<InvalidOperationException>(() => Decide(wait, state)));
        }

        var expected = vector.Json.GetProperty("seconds").GetDouble();
        if (expected < 0 && WaitSpec.GivesNegative(spec))
            return Refusal.Judge<InvalidOperationException>(() => Decide(wait, state)).Mapped(TenacityRules.RefusedDelay);
        return Seconds.Compare("delay", expected, wait.GetDelay(state)).And(() => Seconds.Compare("decided delay", expected, Decide(wait, state).Delay));
    }

    private static RetryDecision Decide(WaitStrategy wait, RetryState state)
    {
        var policy = new RetryPolicy(new() { Wait = wait, Stop = Stop.Never, RetryIf = RetryIf.Always });
        var progress = new RetryProgress(state.AttemptNumber, default);
        return state.Exception is { } exception ? policy.Decide(progress, exception, default) : policy.DecideResult(progress, state.Result, default);
    }
}
