using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StatefulScheduler.Engine;

namespace StatefulScheduler.Hosting;

// A scheduler that StartWithHost was said of.
internal sealed record HostedScheduler(string Name);

// Starts and drains the host's schedulers.
//
// The start is in StartAsync, so that a web server, which comes last, never takes a request before the stores are open. The stop is in
// StoppingAsync, so that runs end while every other service still works. Schedulers are made at the start and not with this object: the host
// makes this object before it validates the options, and each scheduler would tell of its own errors only.
internal sealed class SchedulerHost(IServiceProvider services, IEnumerable<HostedScheduler> hosted, ILoggerFactory loggers) : IHostedLifecycleService
{
    private readonly ILogger logger = loggers.CreateLogger("StatefulScheduler");

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var scheduler in hosted)
            await Scheduler(scheduler.Name).StartAsync(cancellationToken).ConfigureAwait(false);
    }

    // By now, whoever starts a scheduler by hand at the start of the application has done so.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var parts in services.GetServices<SchedulerParts>())
        {
            if (parts is { HasStarter: false, Declared.Count: > 0 } && Scheduler(parts.Name).Status == SchedulerStatus.Stopped)
                Log.NotStarted(logger, parts.Name, parts.Declared.Count);
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(hosted.Select(scheduler => Scheduler(scheduler.Name).StopAsync(cancellationToken).AsTask()));

    // A host whose start failed stops without StoppingAsync; a scheduler that has stopped does nothing.
    public Task StopAsync(CancellationToken cancellationToken) => StoppingAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IScheduler Scheduler(string name) => services.GetRequiredKeyedService<IScheduler>(name);
}
