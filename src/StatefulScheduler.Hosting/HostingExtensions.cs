using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StatefulScheduler.Hosting;

namespace StatefulScheduler;

/// <summary>Joins a scheduler to the generic host: it starts and stops with it, and reports its health.</summary>
public static class HostingExtensions
{
    /// <summary>Starts the scheduler when the host starts, and drains it when the host stops. Calling it again changes nothing.</summary>
    /// <param name="builder">The scheduler's builder.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// <para>
    /// The host does not start when an option is out of its range (all errors are told at once), or when the store refuses; the exception says why.
    /// </para>
    /// <para>
    /// When the host begins to stop, before any other service is stopped, nothing new is claimed, and runs in flight are given
    /// <see cref="SchedulerOptions.DrainTimeout"/>. Then their tokens fire, and they are waited for until the host's own time is over
    /// (<c>HostOptions.ShutdownTimeout</c>, 30 seconds by default). Make the former shorter than the latter, so that a run has time to end well
    /// after its token has fired. A run that has not ended by then is run again after the next start.
    /// </para>
    /// </remarks>
    public static SchedulerBuilder StartWithHost(this SchedulerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Parts.HasStarter = true;
        builder.Services.AddSchedulerHost();
        if (!builder.Services.Any(service => service.ImplementationInstance is HostedScheduler known && known.Name == builder.Name))
            builder.Services.AddSingleton(new HostedScheduler(builder.Name));
        return builder;
    }

    /// <summary>Adds a check of a scheduler's health, named <c>scheduler</c>, or <c>scheduler:reports</c> for the one of that name.</summary>
    /// <param name="checks">The application's health checks.</param>
    /// <param name="name">The scheduler's name; empty for the unnamed one.</param>
    /// <param name="failureStatus">What is reported when the scheduler does no work: its store does not answer, or it has stopped although the host has not.</param>
    /// <param name="tags">Labels by which an endpoint chooses its checks.</param>
    /// <returns>The same health checks.</returns>
    /// <remarks>
    /// Degraded: runs that ignore their cancelled token, and stored jobs whose handler this node does not have. Asking costs nothing: the scheduler's own
    /// memory is read, not its store.
    /// </remarks>
    public static IHealthChecksBuilder AddStatefulScheduler(
        this IHealthChecksBuilder checks, string name = "", HealthStatus failureStatus = HealthStatus.Unhealthy, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(name);
        checks.Services.AddSchedulerHost();
        return checks.Add(new HealthCheckRegistration(
            name.Length == 0 ? "scheduler" : $"scheduler:{name}", services => new SchedulerHealthCheck(name, services), failureStatus, tags));
    }

    // One for all schedulers of the host, so that several drain at the same time.
    private static void AddSchedulerHost(this IServiceCollection services) =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchedulerHost>());
}
