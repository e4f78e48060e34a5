namespace StatefulScheduler.Sqlite.Tests;

// Stands still until it is moved. Its two clocks can be moved apart, as a time server does it.
internal sealed class TestTime : TimeProvider
{
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private long timestamp = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => now;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => timestamp;

    public void Advance(TimeSpan time)
    {
        now += time;
        timestamp += time.Ticks;
    }

    public void SetWallClock(DateTimeOffset time) => now = time;
}
