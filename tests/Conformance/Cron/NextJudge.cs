namespace StatefulScheduler.Conformance.Cron;

// The next occurrences: the first one at or after `from` or only after it, each later one after the one before.
internal static class NextJudge
{
    public static Verdict Judge(Vector vector)
    {
        var cron = CronCase.Of(vector);
        if (vector.Has("q"))
            return TextJudge.JudgeSunday(cron);
        if (vector.Has("throws"))
            return Compare(cron, vector, [null]).Mapped(CronRules.EndOfTime);

        var expected = Instants.Read(vector.Json.GetProperty(vector.Has("ref") ? "ref" : "next"));
        if (expected[0] is null && cron.NamesNoDate)
            return cron.JudgeImpossible();
        return JudgeAnswers(cron, vector, expected).And(() => TextJudge.Judge(vector));
    }

    private static Verdict JudgeAnswers(CronCase cron, Vector vector, IReadOnlyList<DateTimeOffset?> expected)
    {
        var from = Instants.Parse(vector.Text("from"));
        return vector.Flag("inc") && expected[0] != from && Gap.EndingAt(from, cron.TimeZone!) is { } gap && gap.IsNamedBy(cron.Text)
            ? Compare(cron, vector, [from, .. expected]).Mapped(CronRules.GapEndCounts)
            : Compare(cron, vector, expected);
    }

    private static Verdict Compare(CronCase cron, Vector vector, IReadOnlyList<DateTimeOffset?> expected)
    {
        var walk = Walk(cron.Create(), Instants.Parse(vector.Text("from")), vector.Flag("inc"));
        return Instants.Compare(expected, [.. walk.Take(expected.Count)]);
    }

    private static IEnumerable<DateTimeOffset?> Walk(Trigger trigger, DateTimeOffset from, bool isInclusive)
    {
        var at = isInclusive ? First(trigger.Occurrences(from)) : trigger.NextAfter(from);
        yield return at;
        while (at is { } previous)
        {
            at = trigger.NextAfter(previous);
            yield return at;
        }
    }

    private static DateTimeOffset? First(IEnumerable<DateTimeOffset> occurrences) =>
        occurrences.Select(at => (DateTimeOffset?)at).FirstOrDefault();
}
