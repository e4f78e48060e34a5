namespace StatefulScheduler.Retries;

// botocore's standard mode.
internal sealed class QuotaBudget : RetryBudget
{
    private readonly int capacity;
    private readonly int retryCost;
    private readonly int timeoutCost;
    private readonly int successRefund;
    private int left;

    public QuotaBudget(int capacity, int retryCost, int timeoutCost, int successRefund)
    {
        InRange(capacity, 1, 1_000_000, nameof(capacity));
        InRange(retryCost, 1, capacity, nameof(retryCost));
        InRange(timeoutCost, 1, capacity, nameof(timeoutCost));
        InRange(successRefund, 0, capacity, nameof(successRefund));
        (this.capacity, this.retryCost, this.timeoutCost, this.successRefund) = (capacity, retryCost, timeoutCost, successRefund);
        left = capacity;
    }

    public override double Available => Volatile.Read(ref left) / retryCost;

    public override void OnStarted()
    {
    }

    public override bool TryAcquire(in RetryRequest request)
    {
        var cost = request.FollowsTimeout ? timeoutCost : retryCost;
        while (true)
        {
            var seen = Volatile.Read(ref left);
            if (seen < cost)
                return false;
            if (Interlocked.CompareExchange(ref left, seen - cost, seen) == seen)
                return true;
        }
    }

    public override void OnEnded(in RetriedCall ended)
    {
        if (ended.End == RetryEnd.Succeeded)
            GiveBack(ended.Retries == 0 ? successRefund : ended.LastFollowedTimeout ? timeoutCost : retryCost);
    }

    private void GiveBack(int amount)
    {
        while (true)
        {
            var seen = Volatile.Read(ref left);
            var next = Math.Min(seen + amount, capacity);
            if (next == seen || Interlocked.CompareExchange(ref left, next, seen) == seen)
                return;
        }
    }

    private static void InRange(int value, int least, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
