using System.Text.RegularExpressions;

namespace StatefulScheduler.Conformance.Cron;

// H where Cronos refuses it: nothing is known of what is drawn but the set it is drawn from.
internal static partial class DrawJudge
{
    private static readonly DateTimeOffset s_from = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // One more than the values of the smallest field would do; a few are enough to see a draw leave its set.
    private const int Seeds = 16;

    public static Verdict JudgeWithoutSeed(CronCase cron)
    {
        var all = new CronCase(AllOf(cron.Text), null, null);
        var verdict = ReferenceCron.Read(all.Text) is null ? RefusalJudge.JudgeRefused(cron)
            : all.NamesNoDate ? cron.JudgeImpossible()
            : JudgeSeeds(cron.Create(), all.Create());
        return verdict.Mapped(CronRules.DrawnForTheJob);
    }

    private static Verdict JudgeSeeds(Trigger trigger, Trigger all)
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var at = trigger.Next(new TriggerContext(s_from, s_from, Seed: seed));
            if (at is not { } drawn || all.NextAfter(drawn.AddTicks(-1)) != drawn)
                return Verdict.Failed($"an occurrence of '{all}' with the seed {seed}", Instants.Write(at));
        }
        return Verdict.Passed;
    }

    public static Verdict JudgeRange(CronCase cron)
    {
        var all = Trigger.Cron(Drawn.Replace(cron.Text, match => match.Groups["range"].Success ? match.Groups["range"].Value : "*"));
        var at = cron.CreateIn(null).NextAfter(s_from);
        return at is { } drawn && all.NextAfter(drawn.AddTicks(-1)) == drawn
            ? Verdict.Passed.Mapped(CronRules.DrawnFromRange)
            : Verdict.Failed($"an occurrence of '{all}'", Instants.Write(at)).Mapped(CronRules.DrawnFromRange);
    }

    // Days are drawn from those that every month has.
    private static string AllOf(string text)
    {
        var dayOfMonth = CronFields.Of(text).Reverse().Skip(2).Select(range => range.Start.Value).FirstOrDefault(-1);
        return Drawn.Replace(text, match => match.Index == dayOfMonth ? "1-28" : "*");
    }

    // Not the H of THU or MARCH: one that begins a field.
    [GeneratedRegex(@"(?<![^ \t])H(\((?<range>[0-9]+-[0-9]+)\))?(/[0-9]+)?")]
    private static partial Regex Drawn { get; }
}
