using StatefulScheduler.Conformance.Apscheduler.References;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// What a refusal of cron fields must say: which field, where in which text, and the text itself.
internal static class RefusedFields
{
    public static Verdict Judge(Spec spec, CronFormatException refusal)
    {
        if (refusal.Position < 0 || refusal.Position > refusal.Expression.Length)
            return Verdict.Failed($"a position within '{refusal.Expression}'", $"{refusal.Position}");
        return spec.Type == "crontab" ? JudgeCrontab(spec.Text("expr")!, spec, refusal) : JudgeField(spec, refusal);
    }

    private static Verdict JudgeField(Spec spec, CronFormatException refusal)
    {
        var (field, text) = Broken(spec);
        return Verdict.Compare($"the expression '{text}'", $"the expression '{refusal.Expression}'")
            .And(() => Says(refusal, field.Words))
            .And(() => Says(refusal, $"'{text}'"));
    }

    private static Verdict JudgeCrontab(string expression, Spec spec, CronFormatException refusal)
    {
        var verdict = Verdict.Compare($"the expression '{expression}'", $"the expression '{refusal.Expression}'");
        return expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length != 5 ? verdict : verdict
            .And(() => Says(refusal, Broken(spec).Field.Words))
            .And(() => JudgePosition(expression, Broken(spec).Text, refusal.Position));
    }

    private static Verdict JudgePosition(string expression, string part, int position)
    {
        var begin = expression.IndexOf(part, StringComparison.Ordinal);
        return begin <= position && position <= begin + part.Length
            ? Verdict.Passed
            : Verdict.Failed($"a position from {begin} to {begin + part.Length}", $"{position}");
    }

    private static Verdict Says(CronFormatException refusal, string words) =>
        refusal.Message.Contains(words, StringComparison.OrdinalIgnoreCase) ? Verdict.Passed : Verdict.Failed($"a message that says {words}", refusal.Message);

    // The field that has no plain meaning; where all have one (a step longer than its range, a range written backwards), the
    // first that says anything.
    private static (FieldReference Field, string Text) Broken(Spec spec)
    {
        var texts = FieldsReference.Texts(spec);
        var given = FieldReference.All.Where(field => texts.ContainsKey(field.Name)).ToList();
        var broken = given.FirstOrDefault(field => field.Read(texts[field.Name]) is null)
            ?? given.FirstOrDefault(field => texts[field.Name] != "*") ?? given[0];
        return (broken, texts[broken.Name]);
    }
}
