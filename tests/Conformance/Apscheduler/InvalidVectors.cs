using System.Globalization;
using StatefulScheduler.Conformance.Apscheduler.References;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// Specifications that version 3 refuses. What is meaningless is refused here too; what a richer grammar may accept means what it says.
internal sealed class InvalidVectors(string name) : VectorFile(name)
{
    private static readonly DateTimeOffset s_now = new(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);

    public override ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var isType = vector.Text("class") == "type";
        return new(vector.Text("kind") switch
        {
            _ when isType => Verdict.Skipped(ApschedulerRules.TypedInCSharp),
            "alias" => JudgeText(vector.Json.GetProperty("spec").GetProperty("trigger").GetString()!, ApschedulerRules.TriggerText),
            "job" => InvalidJob.Judge(vector.Json.GetProperty("spec")),
            "trigger" => JudgeTrigger(Spec.Of(vector), vector.Text("class")),
            var kind => Verdict.Failed("a judge of this kind", $"none for '{kind}'"),
        });
    }

    private static Verdict JudgeTrigger(Spec spec, string kind)
    {
        if (BrokenDate(spec) is { } text)
            return kind == "format" ? JudgeFormat(text) : JudgeText($"at {text} UTC", ApschedulerRules.DateText);
        if (spec.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            return JudgeZone(spec, zone);
        return spec.Type switch
        {
            "calendarinterval" => JudgeCalendar(spec),
            "interval" => JudgeArgument(() => TriggerSpec.Create(spec), "interval"),
            _ when kind == "extension" => FieldsMeaning.Judge(spec, s_now),
            _ => JudgeFields(spec),
        };
    }

    private static Verdict JudgeFields(Spec spec)
    {
        try
        {
            var trigger = TriggerSpec.Create(spec);
            return IsEarlyYear(spec)
                ? FieldsMeaning.JudgeMeaning(spec, trigger, s_now).Mapped(ApschedulerRules.YearsFromOne)
                : Verdict.Failed("CronFormatException", $"accepted as '{trigger}'");
        }
        catch (CronFormatException refusal)
        {
            return RefusedFields.Judge(spec, refusal);
        }
    }

    private static bool IsEarlyYear(Spec spec) =>
        spec.Text("year") is not null && FieldsReference.Read(spec) is { } plain && plain.Fields["year"]!.Split(',').Any(year => year.Length < 4 || string.CompareOrdinal(year, "1970") < 0);

    private static Verdict JudgeCalendar(Spec spec)
    {
        var isTime = spec.Number("hour") is >= 0 and < 24 && spec.Number("minute") is >= 0 and < 60 && spec.Number("second") is >= 0 and < 60;
        return isTime ? JudgeArgument(() => TriggerSpec.Create(spec), "every") : Verdict.Skipped(ApschedulerRules.TypedInCSharp);
    }

    private static Verdict JudgeZone(Spec spec, string zone)
    {
        var verdict = JudgeArgument(() => spec.Type == "interval" ? Trigger.Cron("@daily", zone) : TriggerSpec.Create(spec), zone);
        return spec.Type == "interval" ? verdict.Mapped(ApschedulerRules.ZoneOfAnInterval) : verdict;
    }

    private static Verdict JudgeArgument(Func<Trigger> create, string named)
    {
        try
        {
            return Verdict.Failed("ArgumentException", $"accepted as '{create()}'");
        }
        catch (ArgumentException refusal)
        {
            return refusal.ParamName is not null && refusal.Message.Contains(named, StringComparison.Ordinal)
                ? Verdict.Passed
                : Verdict.Failed($"a parameter, and a message that names {named}", $"{refusal.ParamName}: {refusal.Message}");
        }
    }

    private static Verdict JudgeText(string text, Rule rule) => (Trigger.TryParse(text, out var trigger)
        ? Verdict.Failed("no trigger", $"'{trigger}'")
        : Verdict.Passed).Mapped(rule);

    // Another way to write a date: refused, or read as .NET reads it.
    private static Verdict JudgeFormat(string text)
    {
        var found = Trigger.TryParse($"at {text} UTC", out var trigger) ? trigger.NextAfter(DateTimeOffset.MinValue) : null;
        var isDate = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expected);
        return (found is null || isDate && found == expected
            ? Verdict.Passed
            : Verdict.Failed($"refused, or {(isDate ? Instants.Write(expected) : "nothing else")}", Instants.Write(found))).Mapped(ApschedulerRules.DateText);
    }

    private static string? BrokenDate(Spec spec)
    {
        foreach (var text in new[] { spec.Text("run_date"), spec.Start, spec.End }.OfType<string>())
        {
            try
            {
                DateText.Parse(text);
            }
            catch (Exception broken) when (broken is FormatException or ArgumentOutOfRangeException)
            {
                return text;
            }
        }
        return null;
    }
}
