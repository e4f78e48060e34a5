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

    public required StoreClock Clock { get; init; }

    // Whether a run may still be executing here although it has lost its lease. Set when one does, taken back by the lease keeper.
    public volatile bool HasLostRuns;

    public ClaimRequest Request => field ??= new(Options.NodeName, Handlers.Known, Options.LeaseDuration);

    public DateTimeOffset StoreTime() => Clock.Now;

    // Before a command: what the store's clock shows is known, unless this node's was set, or the machine slept, since the store last said it.
    public ValueTask CheckTimeAsync(CancellationToken cancellationToken) => Clock.IsDoubtful ? AskTimeAsync(cancellationToken) : ValueTask.CompletedTask;

    // A claim of nothing tells the store's time.
    public async ValueTask AskTimeAsync(CancellationToken cancellationToken)
    {
        var asked = Time.GetTimestamp();
        var found = await Store.ClaimDueAsync(Request, Memory<JobClaim>.Empty, cancellationToken).ConfigureAwait(false);
        LearnTime(found.Now, asked, Time.GetTimestamp(), looks: true);
    }

    public void LearnTime(DateTimeOffset now, long asked, long answered, bool looks = false)
    {
        if (Clock.Learn(now, asked, answered, looks) is { } skew)
            Log.ClockSkew(Logger, Options.NodeName, skew.Duration(), skew > TimeSpan.Zero ? "ahead of" : "behind", StoreName);
    }
}
