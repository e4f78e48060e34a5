namespace StatefulScheduler.Conformance.Cron;

// What a trigger prints. The library writes runs, steps and names, the vectors lists of numbers: both are brought to the latter.
internal static class TextJudge
{
    public static Verdict Judge(Vector vector)
    {
        if (vector.TextOrNull("c") is not { } canonical)
            return Verdict.Passed;
        var cron = CronCase.Of(vector);
        return cron.NamesNoDate ? cron.JudgeImpossible() : Compare(canonical, cron);
    }

    // The vectors' answers are wrong here; what the field must hold is known.
    public static Verdict JudgeSunday(CronCase cron)
    {
        var expected = ReferenceCron.Read(cron.Text) ?? throw new InvalidOperationException($"'{cron.Text}' is valid cron, but the reference does not read it.");
        return Compare(expected.ToString(), cron).Mapped(CronRules.SevenIsSunday);
    }

    public static Verdict Compare(string canonical, CronCase cron)
    {
        var printed = cron.CreateIn(null).ToString();
        return Verdict.Compare(canonical, ReferenceCron.Read(printed)?.ToString() ?? $"'{printed}', which does not read as cron");
    }
}
