namespace StatefulScheduler.Engine;

// The store's time: what the last claim said, plus the monotonic time since. One reading of the wall clock for each exchange, not for each run.
internal sealed class StoreClock(TimeProvider time)
{
    private readonly Lock gate = new();
    private DateTimeOffset origin = time.GetUtcNow();
    private long timestamp = time.GetTimestamp();

    public void Set(DateTimeOffset now)
    {
        lock (gate)
            (origin, timestamp) = (now, time.GetTimestamp());
    }

    public DateTimeOffset At(long when)
    {
        lock (gate)
            return origin + time.GetElapsedTime(timestamp, Math.Max(timestamp, when));
    }

    public DateTimeOffset Now() => At(time.GetTimestamp());
}
