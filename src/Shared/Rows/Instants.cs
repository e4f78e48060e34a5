namespace StatefulScheduler.Stores.Rows;

// Instants as they are stored: UTC ticks, so that they come back exact.
internal static class Instants
{
    public static DateTimeOffset Of(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? Of(long? ticks) => ticks is { } value ? Of(value) : null;

    public static long? Ticks(DateTimeOffset? instant) => instant?.UtcTicks;
}

// One reading of the store's clock: the instant, and the monotonic time that no clock change moves.
internal readonly record struct StoreClock(long Now, long Timestamp, long Frequency)
{
    public static StoreClock Read(TimeProvider time) => new(time.GetUtcNow().UtcTicks, time.GetTimestamp(), time.TimestampFrequency);

    public long TimestampIn(TimeSpan duration) => Timestamp + (long)(duration.Ticks * ((double)Frequency / TimeSpan.TicksPerSecond));

    public long InstantOf(long timestamp) => Now + (long)((timestamp - Timestamp) * ((double)TimeSpan.TicksPerSecond / Frequency));
}
