namespace StatefulScheduler.Conformance.Cron;

// All occurrences of a stretch of time, whose ends may or may not count.
internal static class RangeJudge
{
    public static Verdict Judge(Vector vector)
    {
        var cron = CronCase.Of(vector);
        if (cron.NamesNoDate)
            return cron.JudgeImpossible();

        var found = Between(cron.Create(), vector).Select(at => (DateTimeOffset?)at).ToList();
        var (first, last) = (Read(vector, "first"), Read(vector, "last"));
        return Verdict.Compare($"{vector.Json.GetProperty("n").GetInt32()} occurrences", $"{found.Count} occurrences")
            .And(() => Instants.Compare(first, found[..first.Count]))
            .And(() => Instants.Compare(last, found[^last.Count..]));
    }

    private static IEnumerable<DateTimeOffset> Between(Trigger trigger, Vector vector)
    {
        var (from, until) = (Instants.Parse(vector.Text("from")), Instants.Parse(vector.Text("to")));
        return trigger.Occurrences(vector.Flag("fi") ? from : from.AddTicks(1), vector.Flag("ti") ? until.AddTicks(1) : until);
    }

    private static IReadOnlyList<DateTimeOffset?> Read(Vector vector, string property) => Instants.Read(vector.Json.GetProperty(property));
}
