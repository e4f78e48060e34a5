using StatefulScheduler.Conformance.Apscheduler.References;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// Cron by fields and by crontab, of both versions: version 3 is asked from `now`, version 4 from its start.
internal sealed class CronVectors(string name, Func<Vector, FireList> read) : VectorFile(name)
{
    public override ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var (spec, expected) = (Spec.Of(vector), read(vector));
        return new(
            spec.EndsBeforeItStarts ? EndBeforeStart.Judge(spec)
            : IsImpossible(spec, expected) ? JudgeImpossible(spec)
            : Judge(vector, TriggerSpec.Create(spec), expected));
    }

    private static Verdict Judge(Vector vector, Trigger trigger, FireList expected)
    {
        var added = Instants.Parse(vector.TextOrNull("now") ?? Spec.Of(vector).Start!);
        if (vector.TextOrNull("prev") is not { } text)
            return expected.Compare(Walk.Of(trigger, added));

        var previous = Instants.Parse(text);
        var found = Walk.Of(trigger, added, previous);
        return previous > added
            ? After(previous, trigger, expected).Compare(found).Mapped(ApschedulerRules.ClockSetBack)
            : expected.Compare(found);
    }

    // What is listed after the previous fire; when the list does not reach it, the next one is what any other asking gives.
    private static FireList After(DateTimeOffset previous, Trigger trigger, FireList expected)
    {
        var later = expected.Times.Where(at => at > previous).ToList();
        return later.Count > 0 || expected.IsAll || trigger.NextAfter(previous) is not { } next
            ? expected with { Times = later }
            : new FireList([next], false);
    }

    private static bool IsImpossible(Spec spec, FireList expected) =>
        expected.Times.Count == 0 && FieldsReference.Read(spec) is { } fields && !fields.NamesADate();

    private static Verdict JudgeImpossible(Spec spec)
    {
        try
        {
            return Verdict.Failed("CronFormatException: no such date exists", $"accepted as '{TriggerSpec.Create(spec)}'").Mapped(ApschedulerRules.ImpossibleDate);
        }
        catch (CronFormatException)
        {
            return Verdict.Passed.Mapped(ApschedulerRules.ImpossibleDate);
        }
    }
}
