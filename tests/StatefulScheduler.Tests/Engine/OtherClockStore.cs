using StatefulScheduler.Stores;
using StatefulScheduler.Tests.Stores.Mutants;

namespace StatefulScheduler.Tests.Engine;

// A store with a clock of its own, as one on another machine has. Counts how often it was asked for due jobs.
internal sealed class OtherClockStore(TimeProvider time) : MutantStore, IJobStore
{
    private int claims;

    public int Claims => Volatile.Read(ref claims);

    ValueTask IJobStore.InitializeAsync(JobStoreContext context, CancellationToken cancellationToken) =>
        Sound.InitializeAsync(new() { StoreName = context.StoreName, Node = context.Node, Time = time, Serializer = context.Serializer, Logger = context.Logger }, cancellationToken);

    public override ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claimed, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref claims);
        return base.ClaimDueAsync(request, claimed, cancellationToken);
    }
}

// Shows the same passing of time as another clock, and a wall clock of its own.
internal sealed class OtherClock(TimeProvider time, DateTimeOffset start) : TimeProvider
{
    private readonly long began = time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => start + time.GetElapsedTime(began);

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
