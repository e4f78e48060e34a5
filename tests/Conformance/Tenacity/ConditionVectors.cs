using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity;

// Whether a condition retries an outcome: asked directly, in a decision, and in a call.
internal static class ConditionVectors
{
    public static Verdict Judge(Vector vector)
    {
        var spec = vector.Json.GetProperty("retry");
        var (condition, outcome, retries) = (ConditionSpec.Create(spec), new AttemptOutcome(vector.Json.GetProperty("outcome")), vector.Flag("retries"));
        if (!outcome.Is("Cancelled") || ConditionSpec.RetriesCancellations(spec) == retries)
            return Judge(condition, outcome, retries);
        return Judge(condition, outcome, !retries).Mapped(TenacityRules.CancellationIsMeant);
    }

    private static Verdict Judge(RetryCondition condition, AttemptOutcome outcome, bool retries)
    {
        var verdict = Compare("asked", retries, condition.ShouldRetry(new RetryState { Exception = outcome.CreateException(), Result = outcome.Result }));

        // A request for another attempt is granted without asking.
        return outcome.Is("TryAgain")
            ? verdict
            : verdict.And(() => Compare("decided", retries, Decides(condition, outcome))).And(() => Compare("called", retries, CallsAgain(condition, outcome)));
    }

    private static bool Decides(RetryCondition condition, AttemptOutcome outcome)
    {
        var policy = new RetryPolicy(new() { RetryIf = condition, Wait = Wait.None, Stop = Stop.Never });
        var progress = RetryProgress.Start(default);
        return (outcome.CreateException() is { } exception ? policy.Decide(progress, exception, default) : policy.DecideResult(progress, outcome.Result, default)).Retry;
    }

    private static bool CallsAgain(RetryCondition condition, AttemptOutcome outcome)
    {
        var (policy, calls) = (new RetryPolicy(new() { RetryIf = condition, Wait = Wait.None, Stop = Stop.AfterAttempt(2) }), 0);
        policy.TryExecute(_ =>
        {
            calls++;
            return outcome.CreateException() is { } exception ? throw exception : outcome.Result;
        });
        return calls == 2;
    }

    private static Verdict Compare(string how, bool expected, bool found) => Verdict.Compare($"{how}: retries {expected}", $"{how}: retries {found}");
}
