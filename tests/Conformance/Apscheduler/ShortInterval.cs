using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// An interval that is shorter than any that the library accepts, alone or as a member.
internal static class ShortInterval
{
    public static bool IsIn(Spec spec) => spec.Type switch
    {
        "interval" => TriggerSpec.Interval(spec) < TimeSpan.FromMilliseconds(1),
        "and" or "or" => spec.Members().Any(IsIn),
        _ => false,
    };

    public static Verdict Judge(Spec spec)
    {
        try
        {
            return Verdict.Failed("ArgumentOutOfRangeException", $"accepted as '{TriggerSpec.Create(spec)}'").Mapped(ApschedulerRules.ShortInterval);
        }
        catch (ArgumentOutOfRangeException)
        {
            return Verdict.Passed.Mapped(ApschedulerRules.ShortInterval);
        }
    }
}
