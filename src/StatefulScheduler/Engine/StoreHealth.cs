namespace StatefulScheduler.Engine;

// Whether the store answers, and how long to leave it alone when it does not: 100 ms, doubled each time, at most 30 s.
internal sealed class StoreHealth
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private Exception? fault;

    public Exception? Fault => Volatile.Read(ref fault);

    public DateTimeOffset? DownSince { get; private set; }

    public TimeSpan Backoff { get; private set; } = Shortest;

    // True when it had been down.
    public bool Answered()
    {
        if (Fault is null)
            return false;

        lock (gate)
        {
            Volatile.Write(ref fault, null);
            DownSince = null;
            Backoff = Shortest;
            return true;
        }
    }

    // True when it had been up.
    public bool Failed(Exception exception, DateTimeOffset now)
    {
        lock (gate)
        {
            var wasUp = fault is null;
            Backoff = wasUp ? Shortest : TimeSpan.FromTicks(Math.Min(2 * Backoff.Ticks, Longest.Ticks));
            DownSince ??= now;
            Volatile.Write(ref fault, exception);
            return wasUp;
        }
    }
}
