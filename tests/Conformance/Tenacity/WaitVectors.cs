using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity;

// The delays of a wait without randomness: asked directly, in a decision, and in a preview.
internal static class WaitVectors
{
    private const int MostPreviewed = 1_000;

    public static Verdict Judge(Vector vector)
    {
        var spec = vector.Json.GetProperty("wait");
        if (WaitSpec.IsRefused(spec))
            return Refusal.AtTheDoor(() => WaitSpec.Create(spec));

        var wait = WaitSpec.Create(spec);
        var policy = new RetryPolicy(new() { Wait = wait, Stop = Stop.Never });
        var delays = vector.Json.GetProperty("attempts").EnumerateArray().Zip(vector.Json.GetProperty("seconds").EnumerateArray());
        var verdict = Verdict.Passed;
        foreach (var (attempt, seconds) in delays)
            verdict = verdict.And(() => JudgeAttempt(wait, policy, attempt.GetInt32(), seconds.GetDouble()));
        return verdict;
    }

    private static Verdict JudgeAttempt(WaitStrategy wait, RetryPolicy policy, int attempt, double expected)
    {
        if (attempt < 1)
            return Refusal.Judge<ArgumentOutOfRangeException>(() => new RetryState { AttemptNumber = attempt }).Mapped(TenacityRules.AttemptsFromOne);

        var decision = policy.Decide(new RetryProgress(attempt, default), new AppError("x", null), default);
        return Seconds.Compare($"after attempt {attempt}", expected, wait.GetDelay(new RetryState { AttemptNumber = attempt }))
            .And(() => Seconds.Compare($"decided after attempt {attempt}", expected, decision.Delay))
            .And(() => JudgePreview(policy, attempt, expected));
    }

    private static Verdict JudgePreview(RetryPolicy policy, int attempt, double expected)
    {
        if (attempt > MostPreviewed)
            return Verdict.Passed;
        var range = policy.PreviewDelays(attempt)[attempt - 1];
        return Seconds.Compare($"previewed after attempt {attempt}: from", expected, range.Min)
            .And(() => Seconds.Compare($"previewed after attempt {attempt}: to", expected, range.Max));
    }
}
