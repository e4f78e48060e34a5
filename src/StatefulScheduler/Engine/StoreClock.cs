namespace StatefulScheduler.Engine;

// The store's time as this node knows it: what the store said, plus the node's monotonic time since. The node's own wall clock decides nothing;
// it serves only until the store has spoken for the first time, and to notice that it was set, or that the machine slept.
internal sealed class StoreClock(TimeProvider time)
{
    private static readonly long Doubt = TimeSpan.FromSeconds(1).Ticks;
    private static readonly long Skewed = TimeSpan.FromMinutes(1).Ticks;
    private static readonly long LookInterval = TimeSpan.FromSeconds(1).Ticks;
    private readonly long origin = time.GetTimestamp();
    private long offset = time.GetUtcNow().UtcTicks; // What the store's clock shows at the origin. One word: pumps read and write it without a lock.
    private long wallOffset = time.GetUtcNow().UtcTicks; // The same of the node's wall clock, when it was last compared.
    private long lookedAt = long.MinValue / 2;
    private int isSkewed;

    public DateTimeOffset Now => At(time.GetTimestamp());

    // The monotonic time of this node, since the scheduler was made. What the engine waits for is an instant on it.
    public TimeSpan Elapsed => ElapsedAt(time.GetTimestamp());

    // Whether the node's wall clock has moved by itself since it was last compared: then the machine may have slept, or a store that goes by this clock shows another time.
    public bool IsDoubtful => Math.Abs(WallOffset(Elapsed) - Volatile.Read(ref wallOffset)) > Doubt;

    public TimeSpan ElapsedAt(long timestamp) => time.GetElapsedTime(origin, timestamp);

    public DateTimeOffset At(long timestamp) => new(Volatile.Read(ref offset) + ElapsedAt(timestamp).Ticks, TimeSpan.Zero);

    // When the store's clock will show an instant.
    public TimeSpan ElapsedAt(DateTimeOffset instant) => TimeSpan.FromTicks(instant.UtcTicks - Volatile.Read(ref offset));

    // The store said `now` somewhere between the question and the answer: what is known moves only as far as that proves it wrong. So one slow answer
    // makes nothing late, the quickest one counts for long, and a clock that was set is followed at once.
    // Not null: from now on the node's wall clock is this far ahead of the store's, which is worth a warning. It is looked at now, or when that is a second ago.
    public TimeSpan? Learn(DateTimeOffset now, long asked, long answered, bool looks = false)
    {
        if (now == default)
            return null; // A store that does not tell.

        var known = Volatile.Read(ref offset);
        var learnt = Math.Clamp(known, now.UtcTicks - ElapsedAt(answered).Ticks, now.UtcTicks - ElapsedAt(asked).Ticks);
        if (learnt != known)
            Volatile.Write(ref offset, learnt);
        var elapsed = ElapsedAt(answered).Ticks;
        return looks || elapsed - Volatile.Read(ref lookedAt) >= LookInterval ? Compare(learnt, elapsed) : null;
    }

    private TimeSpan? Compare(long learnt, long elapsed)
    {
        Volatile.Write(ref lookedAt, elapsed);
        var wall = WallOffset(Elapsed);
        Volatile.Write(ref wallOffset, wall);
        var skew = wall - learnt;
        var wasSkewed = Interlocked.Exchange(ref isSkewed, Math.Abs(skew) > Skewed ? 1 : 0) == 1;
        return Math.Abs(skew) > Skewed && !wasSkewed ? TimeSpan.FromTicks(skew) : null;
    }

    private long WallOffset(TimeSpan elapsed) => time.GetUtcNow().UtcTicks - elapsed.Ticks;
}
