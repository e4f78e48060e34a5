namespace StatefulScheduler.Conformance.Cron;

// The previous occurrences: the first one at or before `from` or only before it, each further one before the one after.
internal static class PreviousJudge
{
    public static Verdict Judge(Vector vector)
    {
        var cron = CronCase.Of(vector);
        if (vector.Has("q"))
            return TextJudge.JudgeSunday(cron);

        var expected = Instants.Read(vector.Json.GetProperty(vector.Has("ref") ? "ref" : "prev"));
        if (expected[0] is null && cron.NamesNoDate)
            return cron.JudgeImpossible();
        var from = Instants.Parse(vector.Text("from"));
        var walk = Walk(cron.Create(), vector.Flag("inc") ? from.AddTicks(1) : from);
        return Instants.Compare(expected, [.. walk.Take(expected.Count)]);
    }

    private static IEnumerable<DateTimeOffset?> Walk(Trigger trigger, DateTimeOffset before)
    {
        var at = trigger.LastBefore(before);
        yield return at;
        while (at is { } later)
        {
            at = trigger.LastBefore(later);
            yield return at;
        }
    }
}
