using Microsoft.Extensions.Options;

namespace StatefulScheduler;

// Every error at once, each with the value, the rule and the reason.
internal sealed class SchedulerOptionsValidator : IValidateOptions<SchedulerOptions>
{
    public ValidateOptionsResult Validate(string? name, SchedulerOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Node(options, result);
        Sizes(options, result);
        Times(options, result);
        Zone(options, result);
        return result.Build();
    }

    private static void Node(SchedulerOptions options, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrWhiteSpace(options.NodeName) || options.NodeName.Length > 100)
            result.AddError($"is '{options.NodeName}', but must be 1 to 100 characters, so that history can say which node ran a job.", nameof(options.NodeName));
    }

    private static void Sizes(SchedulerOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.MaxConcurrentRuns is < 1 or > 10_000)
            result.AddError($"is {options.MaxConcurrentRuns}, but must be 1 to 10,000.", nameof(options.MaxConcurrentRuns));
        if (options.MaxStateBytes is < 64 or > 1 << 28)
            result.AddError($"is {options.MaxStateBytes}, but must be 64 to 268,435,456 bytes.", nameof(options.MaxStateBytes));
    }

    private static void Times(SchedulerOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.HeartbeatInterval < TimeSpan.FromMilliseconds(10) || options.HeartbeatInterval > TimeSpan.FromHours(1))
            result.AddError($"is {options.HeartbeatInterval}, but must be 10 milliseconds to 1 hour.", nameof(options.HeartbeatInterval));
        if (options.LeaseDuration < 3 * options.HeartbeatInterval)
        {
            result.AddError(
                $"is {options.LeaseDuration}, but must be at least three heartbeats ({3 * options.HeartbeatInterval}), so that two lost heartbeats do not run a job twice.",
                nameof(options.LeaseDuration));
        }

        if (options.LeaseDuration > TimeSpan.FromDays(1))
            result.AddError($"is {options.LeaseDuration}, but must be at most 1 day: so long would a dead node hold its jobs.", nameof(options.LeaseDuration));
        if (options.DrainTimeout < TimeSpan.Zero || options.DrainTimeout > TimeSpan.FromDays(1))
            result.AddError($"is {options.DrainTimeout}, but must be zero to 1 day.", nameof(options.DrainTimeout));
    }

    private static void Zone(SchedulerOptions options, ValidateOptionsResultBuilder result)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone ?? string.Empty, out _))
            result.AddError($"is '{options.TimeZone}', which this machine does not know; use an IANA name such as 'Europe/Berlin'.", nameof(options.TimeZone));
        if (!Enum.IsDefined(options.WakePrecision))
            result.AddError($"is {options.WakePrecision}, but must be Precise, Exact or Relaxed.", nameof(options.WakePrecision));
    }
}
