using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace StatefulScheduler.Retries;

// Makes each policy once, and gives it a new plan when its options change. New options that cannot be used change nothing: the policy keeps what it has, says so, and goes on listening.
internal sealed class RetryPolicyProvider(
    IServiceProvider services, IOptionsMonitor<RetryOptions> monitor, IOptionsFactory<RetryOptions> factory, IEnumerable<IOptionsChangeTokenSource<RetryOptions>> changes, IEnumerable<RetryPolicyName> names)
    : IRetryPolicyProvider, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, RetryPolicy> policies = new(StringComparer.Ordinal);
    private readonly List<IDisposable> listening = [];

    public RetryPolicy GetPolicy(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (gate)
            return policies.TryGetValue(name, out var policy) ? policy : policies[name] = Make(name);
    }

    public void Dispose()
    {
        foreach (var subscription in listening)
            subscription.Dispose();
    }

    private RetryPolicy Make(string name)
    {
        if (names.All(known => known.Name != name))
            throw new ArgumentException($"There is no retry policy '{name}'; there are: {string.Join(", ", names.Select(known => $"'{known.Name}'"))}. Add it with AddRetry.", nameof(name));

        var policy = new RetryPolicy(PlanOf(name, monitor.Get(name)));
        foreach (var source in changes.Where(source => source.Name is null || source.Name == name))
            listening.Add(ChangeToken.OnChange(source.GetChangeToken, () => Renew(policy, name)));
        return policy;
    }

    // By the factory, not the monitor: the monitor throws new options that are invalid at whoever reloaded them, and is then silent.
    private void Renew(RetryPolicy policy, string name)
    {
        try
        {
            policy.Plan = PlanOf(name, factory.Create(name));
        }
#pragma warning disable CA1031 // The boundary of configuration: whatever is wrong with what is new, the old goes on.
        catch (Exception exception)
        {
            Log.ReloadRefused(Logger(), exception, name);
        }
#pragma warning restore CA1031
    }

    private RetryPlan PlanOf(string name, RetryOptions options)
    {
        options = options.Copy();
        options.TimeProvider ??= services.GetService<TimeProvider>();
        options.Logger ??= services.GetService<ILoggerFactory>()?.CreateLogger(RetryDiagnostics.LogCategory);
        if (options.Budget is { } budget)
        {
            options.SharedBudget = services.GetKeyedService<RetryBudget>(budget)
                ?? throw new OptionsValidationException(name, typeof(RetryOptions), [$"Property {nameof(options.Budget)}: {RetryOptionsValidator.UnknownBudget(budget)}"]);
            options.Budget = null;
        }

        return new RetryPlan(options, name);
    }

    private ILogger Logger() =>
        services.GetService<ILoggerFactory>()?.CreateLogger(RetryDiagnostics.LogCategory) ?? (ILogger)Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
}
