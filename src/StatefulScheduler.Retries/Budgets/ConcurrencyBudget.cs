namespace StatefulScheduler.Retries;

// Failsafe's budget. A call holds its place among the retrying from its first retry to its end.
internal sealed class ConcurrencyBudget : RetryBudget
{
    private readonly double maxRate;
    private readonly int minConcurrency;
    private int calls;
    private int retrying;

    public ConcurrencyBudget(double maxRate, int minConcurrency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minConcurrency, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minConcurrency, 1_000_000);
        this.maxRate = maxRate;
        this.minConcurrency = minConcurrency;
    }

    public override double Available => Math.Max(0, Allowed - Volatile.Read(ref retrying));

    private int Allowed => Math.Max(minConcurrency, (int)(maxRate * Volatile.Read(ref calls)));

    public override void OnStarted() => Interlocked.Increment(ref calls);

    public override bool TryAcquire(in RetryRequest request)
    {
        if (request.Attempt > 2)
            return true;
        while (true)
        {
            var seen = Volatile.Read(ref retrying);
            if (seen >= Allowed)
                return false;
            if (Interlocked.CompareExchange(ref retrying, seen + 1, seen) == seen)
                return true;
        }
    }

    public override void OnEnded(in RetriedCall ended)
    {
        if (ended.Retries > 0)
            Interlocked.Decrement(ref retrying);
        Interlocked.Decrement(ref calls);
    }
}
