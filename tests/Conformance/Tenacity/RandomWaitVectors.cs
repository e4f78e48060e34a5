using System.Globalization;
using System.Text.Json;
using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity;

// The bounds of a random wait, as previewed, and what it makes of given draws.
internal static class RandomWaitVectors
{
    public static Verdict Judge(Vector vector)
    {
        var spec = vector.Json.GetProperty("wait");
        if (WaitSpec.IsRefused(spec))
            return Refusal.AtTheDoor(() => WaitSpec.Create(spec));

        int[] attempts = [.. vector.Json.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetInt32())];
        var verdict = JudgeBounds(spec, attempts, Numbers(vector.Json.GetProperty("lo")), Numbers(vector.Json.GetProperty("hi")));
        foreach (var unit in vector.Json.GetProperty("at_unit").EnumerateObject())
            verdict = verdict.And(() => JudgeDraws(spec, attempts, double.Parse(unit.Name, CultureInfo.InvariantCulture), Numbers(unit.Value)));
        return verdict;
    }

    private static Verdict JudgeBounds(JsonElement spec, int[] attempts, double[] lowest, double[] highest)
    {
        var preview = new RetryPolicy(new() { Wait = WaitSpec.Create(spec), Stop = Stop.Never }).PreviewDelays(attempts.Max());
        var verdict = Verdict.Passed;
        for (var index = 0; index < attempts.Length; index++)
        {
            if (attempts[index] < 1)
                continue;
            var (at, range) = (index, preview[attempts[index] - 1]);
            verdict = verdict
                .And(() => Seconds.Compare($"least after attempt {attempts[at]}:", lowest[at], range.Min))
                .And(() => Seconds.Compare($"most after attempt {attempts[at]}:", highest[at], range.Max));
        }
        return verdict;
    }

    private static Verdict JudgeDraws(JsonElement spec, int[] attempts, double unit, double[] expected)
    {
        var verdict = Verdict.Passed;
        for (var index = 0; index < attempts.Length; index++)
        {
            var at = index;
            verdict = verdict.And(() => JudgeDraw(spec, attempts[at], unit, expected[at]));
        }
        return verdict;
    }

    private static Verdict JudgeDraw(JsonElement spec, int attempt, double unit, double expected)
    {
        if (attempt < 1)
            return Refusal.Judge<ArgumentOutOfRangeException>(() => new RetryState { AttemptNumber = attempt }).Mapped(TenacityRules.AttemptsFromOne);

        var (wait, draws) = (WaitSpec.Create(spec), 0);
        double Draw()
        {
            draws++;
            return unit;
        }

        var delay = wait.GetDelay(new RetryState { AttemptNumber = attempt, Randomizer = Draw });
        var decision = new RetryPolicy(new() { Wait = wait, Stop = Stop.Never, Randomizer = () => unit }).Decide(new RetryProgress(attempt, default), new AppError("x", null), default);
        return Seconds.Compare($"after attempt {attempt}, at {unit}:", expected, delay)
            .And(() => Seconds.Compare($"decided after attempt {attempt}, at {unit}:", expected, decision.Delay))
            .And(() => Verdict.Compare($"{WaitSpec.DrawsAfter(attempt, spec)} draws", $"{draws} draws"));
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
