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
            "misfire_grace_time" when IsWhole(setting.Value, out var number) => Graced(TimeSpan.FromSeconds(number)),
            "name" or "id" when setting.Value.ValueKind == JsonValueKind.String => Named(setting.Value.GetString()!),
            _ => Verdict.Skipped(ApschedulerRules.TypedInCSharp),
        };
    }

    private static Verdict Graced(TimeSpan grace)
    {
        void Configure(SchedulerBuilder builder) => builder.UseJobDefaults(new JobOptions { MisfireGrace = grace });
        return grace == TimeSpan.Zero ? Accepted(Configure).Mapped(ApschedulerRules.ZeroGrace) : Refused(Configure);
    }

    private static Verdict Named(string name) =>
        Refused(builder => builder.AddJob(name, Trigger.Never, (_, _) => ValueTask.CompletedTask)).Mapped(ApschedulerRules.NameIsTheId);

    private static Verdict Accepted(Action<SchedulerBuilder> configure)
    {
        configure(new ServiceCollection().AddStatefulScheduler());
        return Verdict.Passed;
    }

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
