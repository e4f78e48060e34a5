using System.Globalization;

namespace StatefulScheduler.Conformance.Cron;

// A text that Cronos refuses: ours must too, and name the place.
internal static class RefusalJudge
{
    private const string Prefix = "The given cron expression has an invalid format. ";

    public static Verdict Judge(Vector vector)
    {
        var cron = CronCase.Of(vector);
        if (vector.Text("err") == "MissingSeedException")
            return DrawJudge.JudgeWithoutSeed(cron);
        if (cron.Seed is not null && cron.Text.Contains("H("))
            return DrawJudge.JudgeRange(cron);

        var count = CronFields.Of(cron.Text).Count;
        if (count is 5 or 6 && count != vector.Json.GetProperty("f").GetInt32() && !CronFields.IsMacro(cron.Text))
            return JudgeOtherCount(cron);
        return JudgeRefusal(cron, vector.Text("msg")[Prefix.Length..]);
    }

    public static Verdict JudgeRefused(CronCase cron) => Refused(cron, _ => Verdict.Passed);

    private static Verdict JudgeOtherCount(CronCase cron)
    {
        var verdict = cron.NamesNoDate ? cron.JudgeImpossible()
            : ReferenceCron.Read(cron.Text) is { } expected ? TextJudge.Compare(expected.ToString(), cron)
            : JudgeRefused(cron);
        return verdict.Mapped(CronRules.FieldCountDecides);
    }

    private static Verdict JudgeRefusal(CronCase cron, string message) => Refused(cron, position =>
        message.StartsWith("Macro:", StringComparison.Ordinal)
            ? JudgeMacro(message, position)
            : JudgePlace(cron.Text, message, position));

    private static Verdict Refused(CronCase cron, Func<int, Verdict> judgePosition)
    {
        try
        {
            return Verdict.Failed("CronFormatException", $"accepted as '{cron.CreateIn(null)}'");
        }
        catch (CronFormatException exception)
        {
            return Verdict.Compare($"the expression '{cron.Text}'", $"the expression '{exception.Expression}'")
                .And(() => judgePosition(exception.Position));
        }
    }

    private static Verdict JudgeMacro(string message, int position)
    {
        var expected = int.Parse(message[(message.LastIndexOf(' ') + 1)..^1], CultureInfo.InvariantCulture);
        return Verdict.Compare($"position {expected}", $"position {position}");
    }

    private static Verdict JudgePlace(string text, string message, int position)
    {
        var fields = CronFields.Of(text);
        var expected = PlaceNamed(text, fields, message);
        if (expected.Start.Value <= position && position <= expected.End.Value)
            return Verdict.Passed;
        if (fields.Count is not (5 or 6) && position == PlaceOfCount(text, fields))
            return Verdict.Passed.Mapped(CronRules.CountIsWrong);
        return Verdict.Failed($"a position in {expected}", $"position {position}");
    }

    // Cronos names the field, or, where the text goes on after the last one, only the character. What is missing is missing
    // at the end of its field, and a field that is missing at the end of the text.
    private static Range PlaceNamed(string text, IReadOnlyList<Range> fields, string message)
    {
        var colon = message.IndexOf(':');
        var index = colon < 0 ? 6 : FieldNames(fields.Count).IndexOf(message[..colon]);
        return index < 0 || index >= fields.Count || message.Contains('\0') ? text.Length..text.Length : fields[index];
    }

    private static int PlaceOfCount(string text, IReadOnlyList<Range> fields) => fields.Count switch
    {
        0 => 0,
        > 6 => fields[6].Start.Value,
        _ => text.Length,
    };

    private static List<string> FieldNames(int count) => [.. ReferenceField.All.Skip(count < 6 ? 1 : 0).Select(field => field.Name)];
}
