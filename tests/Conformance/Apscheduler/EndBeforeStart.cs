using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// Bounds that leave nothing: refused, or never firing.
internal static class EndBeforeStart
{
    public static Verdict Judge(Spec spec)
    {
        var verdict = Verdict.Passed;
        try
        {
            var first = TriggerSpec.Create(spec).Next(new TriggerContext(spec.StartsAt!.Value, spec.StartsAt.Value));
            verdict = Verdict.Compare("none", Instants.Write(first));
        }
        catch (ArgumentOutOfRangeException)
        {
            // Refused: as good.
        }
        return verdict.Mapped(ApschedulerRules.EndBeforeStart);
    }
}
