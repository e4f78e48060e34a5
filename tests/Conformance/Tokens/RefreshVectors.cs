namespace StatefulScheduler.Conformance.Tokens;

// Scripts of issuing, redeeming and revoking, step by step in virtual time.
internal static class RefreshVectors
{
    public static async ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var play = new RefreshPlay(vector.Json.GetProperty("options"));
        var number = 0;
        foreach (var step in vector.Json.GetProperty("steps").EnumerateArray())
        {
            number++;
            var verdict = await play.StepAsync(step);
            if (verdict.Outcome == Outcome.Failed)
                return Verdict.Failed($"{verdict.Expected} in step {number}", verdict.Found);
        }

        return number > 0 ? Verdict.Passed : Verdict.Failed("a step", "none");
    }
}
