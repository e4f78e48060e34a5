using StatefulScheduler.Conformance.Apscheduler.References;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// Cron fields that APScheduler refuses or misreads: the library refuses them and says why, or does what they say.
internal static class FieldsMeaning
{
    private const int Fires = 20;

    public static Verdict Judge(Spec spec, DateTimeOffset now)
    {
        try
        {
            return JudgeMeaning(spec, TriggerSpec.Create(spec), now);
        }
        catch (CronFormatException refusal)
        {
            return RefusedFields.Judge(spec, refusal).Mapped(ApschedulerRules.RefusedRatherThanGuessed);
        }
    }

    public static Verdict JudgeMeaning(Spec spec, Trigger trigger, DateTimeOffset now)
    {
        if (FieldsReference.Read(spec) is not { } plain)
            return Verdict.Failed("CronFormatException: it has no plain meaning", $"accepted as '{trigger}'");
        var expected = Walk.Of(TriggerSpec.Within(spec, plain.Create(spec.TimeZone)), now).Take(Fires);
        return new FireList([.. expected], false).Compare(Walk.Of(trigger, now)).Mapped(ApschedulerRules.MeansWhatItSays);
    }
}
