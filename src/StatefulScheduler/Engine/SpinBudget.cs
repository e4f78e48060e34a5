namespace StatefulScheduler.Engine;

// How much of a processor may be spent on waking to the microsecond: a tenth of one, saved up for at most 10 ms.
internal sealed class SpinBudget(WakePrecision precision)
{
    private const double Share = 0.1;
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(10);
    private readonly Lock gate = new();
    private TimeSpan saved = Most;
    private long last;

    public bool Allows(long timestamp, TimeProvider time)
    {
        if (precision == WakePrecision.Exact)
            return true;
        if (precision == WakePrecision.Relaxed || Environment.ProcessorCount == 1)
            return false;

        lock (gate)
        {
            saved += Share * time.GetElapsedTime(last == 0 ? timestamp : last, timestamp);
            last = timestamp;
            saved = saved > Most ? Most : saved;
            return saved > TimeSpan.Zero;
        }
    }

    public void Spend(TimeSpan spun)
    {
        lock (gate)
            saved -= spun;
    }
}
