using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// Whole calls, made in every form there is.
internal sealed class CallVectors(string name, IReadOnlyList<CallForm> forms) : VectorFile(name)
{
    public override async ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var spec = new CallSpec(vector.Json.GetProperty("spec"));
        if (spec.IsRefused)
            return Refusal.AtTheDoor(() => new Stage(spec, isWatched: false));

        var expected = CallExpectation.Read(spec, vector.Json.GetProperty("expect"));
        foreach (var form in forms.Where(form => spec.Fault is null || !form.IsPure))
        {
            var stage = new Stage(spec, form.IsWatched);
            var finding = await form.TryMakeAsync(stage);
            if (Compare(form, expected, stage, finding) is { Outcome: not Outcome.Passed } failure)
                return (failure with { Expected = $"{form.Name}: {failure.Expected}" }).Mapped(expected.Rules);
        }
        return Verdict.Passed.Mapped(expected.Rules);
    }

    private static Verdict Compare(CallForm form, CallExpectation expected, Stage stage, CallFinding finding) =>
        Verdict.Compare($"{expected.Calls} calls", $"{stage.Calls} calls")
            .And(() => CompareSleeps(expected.Sleeps, [.. stage.Happenings.Where(happening => happening.IsSleep).Select(sleep => sleep.Times[0])]))
            .And(() => CompareHappenings(form, expected.Happenings, stage))
            .And(() => Verdict.Compare(expected.Result, finding.Result ?? expected.Result))
            .And(() => CompareTimes("clock at the end", expected.ClockEnd, stage.Clock.Now, stage))
            .And(() => CompareEnd(form, expected.End, finding.End))
            .And(() => CompareStatistics(form, expected.Statistics, finding.Statistics, stage));

    private static Verdict CompareSleeps(IReadOnlyList<double> expected, double[] found) =>
        expected.Count == found.Length && expected.Zip(found).All(sleeps => Seconds.AreNear(sleeps.First, Seconds.Span(sleeps.Second)))
            ? Verdict.Passed
            : Verdict.Failed($"sleeps {string.Join(", ", expected)}", $"sleeps {string.Join(", ", found)}");

    // Unwatched, nothing is seen but what is done: calls and sleeps.
    private static Verdict CompareHappenings(CallForm form, IReadOnlyList<Happening> expected, Stage stage)
    {
        Happening[] wanted = [.. expected.Where(happening => form.IsWatched || happening.IsDone)];
        Happening[] found = [.. stage.Happenings.Where(happening => form.IsWatched || happening.IsDone)];
        for (var index = 0; index < Math.Max(wanted.Length, found.Length); index++)
        {
            if (index >= wanted.Length || index >= found.Length || !wanted[index].IsLike(found[index], stage.Calls))
                return Verdict.Failed($"[{index}] {TextAt(wanted, index)}", $"[{index}] {TextAt(found, index)}");
        }
        return Verdict.Passed;
    }

    private static Verdict CompareEnd(CallForm form, RetryEnd? expected, RetryEnd? found) =>
        expected is null || (found is null && !form.TellsAll) ? Verdict.Passed : Verdict.Compare($"{expected}", $"{found}");

    private static Verdict CompareStatistics(CallForm form, CallStatistics? expected, RetryStatistics? found, Stage stage)
    {
        if (expected is null || (found is null && !form.TellsAll))
            return Verdict.Passed;
        return Verdict.Compare($"{expected.Attempts} attempts", $"{found?.Attempts} attempts")
            .And(() => CompareTimes("idle for", expected.IdleFor, found!.Value.IdleFor, stage))
            .And(() => found!.Value.Elapsed is { } elapsed ? CompareTimes("elapsed", expected.Elapsed, elapsed, stage) : Verdict.Compare("elapsed told", form.TellsAll ? "not told" : "elapsed told"));
    }

    private static Verdict CompareTimes(string what, double expected, TimeSpan found, Stage stage) =>
        Seconds.AreNear(expected, found, Math.Max(1, stage.Calls)) ? Verdict.Passed : Verdict.Failed($"{what} {Seconds.Write(expected)} s", $"{what} {Seconds.Write(found.TotalSeconds)} s");

    private static string TextAt(Happening[] happenings, int index) => index < happenings.Length ? $"{happenings[index]}" : "nothing more";
}
