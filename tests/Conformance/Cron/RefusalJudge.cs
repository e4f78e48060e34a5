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

    private static Verdict JudgeOtherCount(CronCase cron)
    {
        var verdict = ReferenceCron.Read(cron.Text) is { } expected
            ? TextJudge.Compare(expected.ToString(), cron)
            : Refused(cron, _ => Verdict.Passed);
        return verdict.Mapped(CronRules.FieldCountDecides);
    }

    private static Verdict JudgeRefusal(CronCase cron, string message)
    {
        if (message.StartsWith("Macro:", StringComparison.Ordinal))
            return Refused(cron, position => JudgeMacro(cron.Text, message, position)).Mapped(CronRules.MacroIsOnePart);

        var fields = CronFields.Of(cron.Text);
        return fields.Count is 5 or 6
            ? Refused(cron, position => JudgeField(fields, message, position))
            : Refused(cron, position => JudgeCount(cron.Text, fields, position)).Mapped(CronRules.CountIsJudgedFirst);
    }

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

    // Cronos names a character, the library the part it stands in; past the end, the last part.
    private static Verdict JudgeMacro(string text, string message, int position)
    {
        var named = int.Parse(message[(message.LastIndexOf(' ') + 1)..^1], CultureInfo.InvariantCulture);
        var expected = CronFields.Of(text).Select(range => range.Start.Value).Last(start => start <= named);
        return Verdict.Compare($"position {expected}", $"position {position}");
    }

    private static Verdict JudgeField(IReadOnlyList<Range> fields, string message, int position)
    {
        var name = message[..message.IndexOf(':')];
        var missing = 6 - fields.Count;
        var found = Enumerable.Range(0, fields.Count)
            .Where(index => fields[index].Start.Value <= position && position <= fields[index].End.Value)
            .Select(index => ReferenceField.All[index + missing].Name)
            .FirstOrDefault("none");
        return Verdict.Compare($"a position in {name}", $"a position in {found}");
    }

    private static Verdict JudgeCount(string text, IReadOnlyList<Range> fields, int position)
    {
        var expected = fields.Count switch
        {
            0 => 0,
            > 6 => fields[6].Start.Value,
            _ => text.Length,
        };
        return Verdict.Compare($"position {expected}", $"position {position}");
    }
}
