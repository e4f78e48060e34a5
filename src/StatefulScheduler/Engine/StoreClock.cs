namespace StatefulScheduler.Engine;

// The store's time: what the last claim said, plus the monotonic time since. One reading of the wall clock for each exchange, not for each run. One for each pump.
internal sealed class StoreClock(TimeProvider time)
{
    private DateTimeOffset origin = time.GetUtcNow();
    private long timestamp = time.GetTimestamp();

    public void Set(DateTimeOffset now) => (origin, timestamp) = (now, time.GetTimestamp());

    public DateTimeOffset At(long when) => origin + time.GetElapsedTime(timestamp, Math.Max(timestamp, when));
}
