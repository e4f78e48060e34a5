using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Conformance.Apscheduler;

// Settings of a job that version 3 refuses.
internal static class InvalidJob
{
    public static Verdict Judge(JsonElement spec)
    {
        var setting = spec.EnumerateObject().First();
        return setting.Name switch
        {
            "max_instances" when IsWhole(setting.Value, out var number) => Refused(builder => builder.UseJobDefaults(new JobOptions { MaxConcurrentRuns = number })),
            "misfire_grace_time" when IsWhole(setting.Value, out var number) && number < 0 =>
                Refused(builder => builder.UseJobDefaults(new JobOptions { MisfireGrace = TimeSpan.FromSeconds(number) })),
            "misfire_grace_time" when IsWhole(setting.Value, out _) => Verdict.Skipped(ApschedulerRules.ZeroGrace),
            "name" when setting.Value.ValueKind == JsonValueKind.String => Named(setting.Value.GetString()!),
            _ => Verdict.Skipped(ApschedulerRules.TypedInCSharp),
        };
    }

    private static Verdict Named(string name) =>
        Refused(builder => builder.AddJob(name, Trigger.Never, (_, _) => ValueTask.CompletedTask)).Mapped(ApschedulerRules.NameIsTheId);

    private static Verdict Refused(Action<SchedulerBuilder> configure)
    {
        try
        {
            configure(new ServiceCollection().AddStatefulScheduler());
            return Verdict.Failed("ArgumentException", "accepted");
        }
        catch (ArgumentException)
        {
            return Verdict.Passed;
        }
    }

    private static bool IsWhole(JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    }
}
