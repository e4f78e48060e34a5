namespace StatefulScheduler.Tokens.Tests;

// A clock that stands until it is moved; its timestamps move with it.
internal sealed class TestClock : TimeProvider
{
    private DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public DateTimeOffset Now => now;

    // How much passes at each look at the timestamp.
    public TimeSpan PerLook { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp()
    {
        now += PerLook;
        return now.UtcTicks;
    }

    public void Pass(TimeSpan time) => now += time;
}
