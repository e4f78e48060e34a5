namespace StatefulScheduler.Testing;

// A clock that stands still until it is told to move. Timers are the system's: nothing here waits for one.
internal sealed class ManualTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private long ticks = Start.UtcTicks;
    private long wallOffset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks) + Interlocked.Read(ref wallOffset), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    // Somebody sets the clock: no time has passed.
    public void SetWallClock(TimeSpan by) => Interlocked.Add(ref wallOffset, by.Ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
