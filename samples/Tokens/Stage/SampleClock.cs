namespace Tokens.Stage;

// Stands until it is moved, so that thirty minutes take no time and the sample prints the same each time.
internal sealed class SampleClock : TimeProvider
{
    private DateTimeOffset now = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Pass(TimeSpan time) => now += time;
}
