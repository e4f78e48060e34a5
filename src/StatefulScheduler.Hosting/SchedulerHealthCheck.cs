using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StatefulScheduler.Engine;

namespace StatefulScheduler.Hosting;

// A scheduler's report, in the words of the host's health checks.
[SuppressMessage("Performance", "CA1812", Justification = "Made by the registration's factory.")]
internal sealed class SchedulerHealthCheck(string name, IServiceProvider services) : IHealthCheck
{
    private readonly string subject = name.Length == 0 ? "The scheduler" : $"Scheduler '{name}'";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = Find().GetHealth();
        var (status, description) = Judge(health, context.Registration.FailureStatus);
        return Task.FromResult(new HealthCheckResult(status, description, health.StoreFault, Data(health)));
    }

    private IScheduler Find() =>
        services.GetKeyedService<IScheduler>(name)
        ?? throw new InvalidOperationException(
            $"There is no scheduler '{name}' to check. There are: {string.Join(", ", services.GetServices<SchedulerParts>().Select(parts => $"'{parts.Name}'"))}. Add it with AddStatefulScheduler(\"{name}\"), or correct the name given to the health check.");

    private (HealthStatus, string) Judge(SchedulerHealth health, HealthStatus failure) => health switch
    {
        { Status: SchedulerStatus.Stopped } when HostStops() => (HealthStatus.Healthy, $"{subject} has stopped with its host."),
        { Status: SchedulerStatus.Stopped } => (failure, $"{subject} is not running: it has not been started, or was stopped while its host goes on."),
        { StoreFault: { } fault } => (failure, $"{subject} has had no answer from its store since {health.StoreDownSince:u}: {fault.Message}"),
        { StuckRuns: > 0 } => (HealthStatus.Degraded, $"{subject} has {health.StuckRuns} runs that ignore their cancelled token and keep their slots."),
        { UnknownHandlers.Count: > 0 } => (HealthStatus.Degraded, $"{subject} keeps jobs whose handlers this node does not have: {string.Join(", ", health.UnknownHandlers)}. They are not run here."),
        { Status: SchedulerStatus.Paused } => (HealthStatus.Healthy, $"{subject} is paused."),
        { Status: SchedulerStatus.Stopping } => (HealthStatus.Healthy, $"{subject} is draining: {health.OpenRuns} runs are in flight."),
        _ => (HealthStatus.Healthy, $"{subject} is running."),
    };

    private bool HostStops() => services.GetService<IHostApplicationLifetime>() is { ApplicationStopping.IsCancellationRequested: true };

    private static Dictionary<string, object> Data(SchedulerHealth health)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["status"] = health.Status.ToString(),
            ["openRuns"] = health.OpenRuns,
            ["stuckRuns"] = health.StuckRuns,
            ["unknownHandlers"] = health.UnknownHandlers,
        };
        if (health.StoreFault is { } fault)
            data["storeFault"] = fault.Message;
        if (health.StoreDownSince is { } since)
            data["storeDownSince"] = since;
        return data;
    }
}
