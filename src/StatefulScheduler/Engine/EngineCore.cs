using Microsoft.Extensions.Logging;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// What every part of one scheduler's engine shares.
internal sealed class EngineCore
{
    public required IScheduler Scheduler { get; init; }

    public string StoreName => "default";

    public required SchedulerOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    // Only the system's clock moves by itself: any other is never spun on, and is served by one pump, so that the same advance gives the same runs.
    public bool IsSystemTime => ReferenceEquals(Time, TimeProvider.System);

    public required ILogger Logger { get; init; }

    public required IServiceProvider Services { get; init; }

    public required JobJson Json { get; init; }

    public required JobSerializer Serializer { get; init; }

    public required HandlerRegistry Handlers { get; init; }

    public required PolicyResolver Policies { get; init; }

    public required IJobStore Store { get; init; }

    public required Committer Committer { get; init; }

    public required SchedulerEvents Events { get; init; }

    public RunWaiters Waiters { get; } = new();

    public required EngineActivity Activity { get; init; }

    // In-process stores share the scheduler's clock.
    public DateTimeOffset StoreTime() => Time.GetUtcNow();
}
