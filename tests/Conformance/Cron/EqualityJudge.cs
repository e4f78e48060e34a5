namespace StatefulScheduler.Conformance.Cron;

// Whether two texts are the same trigger.
internal static class EqualityJudge
{
    public static Verdict Judge(Vector vector)
    {
        var (left, right) = (new CronCase(vector.Text("a"), null, null), new CronCase(vector.Text("b"), null, null));
        if (left.NamesNoDate || right.NamesNoDate)
            return JudgeImpossible(left, right);

        var (one, other) = (left.Create(), right.Create());
        var expected = vector.Flag("eq");
        return Verdict.Compare($"equal: {expected}", $"equal: {one.Equals(other)}")
            .And(() => Verdict.Compare($"== {expected}", $"== {one == other}"))
            .And(() => !expected || one.GetHashCode() == other.GetHashCode() ? Verdict.Passed : Verdict.Failed("the same hash code", "two"));
    }

    private static Verdict JudgeImpossible(CronCase left, CronCase right) =>
        (left.NamesNoDate ? left : right).JudgeImpossible();
}
