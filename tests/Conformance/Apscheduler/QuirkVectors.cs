using System.Text.Json;
using StatefulScheduler.Conformance.Apscheduler.References;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// Surprising things that version 3 accepts or refuses: each is refused by the library, or means what it says.
internal sealed class QuirkVectors(string name) : VectorFile(name)
{
    // A month and a weekday meet within it, and a grid of seconds is not yet too long to write down.
    private static readonly TimeSpan s_lookout = TimeSpan.FromDays(40);

    private static readonly string[] s_periods = ["years", "months", "weeks", "days"];

    public override ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var (spec, now) = (Spec.Of(vector), Instants.Parse(vector.Text("now")));
        return new(spec.Type switch
        {
            "or" or "and" when spec.Members().Count == 0 => Verdict.Skipped(ApschedulerRules.TypedInCSharp),
            "or" or "and" => JudgeMembers(vector, spec, now),
            _ when spec.EndsBeforeItStarts => EndBeforeStart.Judge(spec),
            "cron" or "crontab" when !IsAsListed(vector, spec, now) => FieldsMeaning.Judge(spec, now),
            "interval" when ShortInterval.IsIn(spec) => ShortInterval.Judge(spec),
            "calendarinterval" when HasNegative(spec) => JudgeRefused(spec),
            _ => Listed(vector).Compare(Walk.Of(TriggerSpec.Create(spec), now)),
        });
    }

    private static FireList Listed(Vector vector) => FireList.Of(vector, "result");

    private static bool IsAsListed(Vector vector, Spec spec, DateTimeOffset now)
    {
        try
        {
            return vector.Has("result") && Listed(vector).Compare(Walk.Of(TriggerSpec.Create(spec), now)).Outcome == Outcome.Passed;
        }
        catch (CronFormatException)
        {
            return false;
        }
    }

    private static Verdict JudgeMembers(Vector vector, Spec spec, DateTimeOffset now)
    {
        var hasList = vector.Json.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Array;
        var until = hasList && result.GetArrayLength() > 1 ? Listed(vector).Times[^1] : now + s_lookout;
        var expected = new FireList([.. new MembersReference(spec, now, until).Instants()], false);
        return expected.Compare(Walk.Of(TriggerSpec.Create(spec), now)).Mapped(ApschedulerRules.SetAlgebra);
    }

    private static Verdict JudgeRefused(Spec spec)
    {
        try
        {
            return Verdict.Failed("ArgumentOutOfRangeException", $"accepted as '{TriggerSpec.Create(spec)}'");
        }
        catch (ArgumentOutOfRangeException)
        {
            return Verdict.Passed.Mapped(ApschedulerRules.RefusedRatherThanGuessed);
        }
    }

    private static bool HasNegative(Spec spec) => s_periods.Any(name => spec.Number(name) < 0);
}
