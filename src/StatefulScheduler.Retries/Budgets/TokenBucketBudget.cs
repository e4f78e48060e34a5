namespace StatefulScheduler.Retries;

// gRPC A6. Counted in thousandths of a token.
internal sealed class TokenBucketBudget : RetryBudget
{
    private const int Token = 1000;
    private readonly int most;
    private readonly int refund;
    private int tokens;

    public TokenBucketBudget(int maxTokens, double tokenRatio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxTokens, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokenRatio, 0.001);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokenRatio, maxTokens);
        most = tokens = maxTokens * Token;
        refund = (int)(tokenRatio * Token);
    }

    public override double Available => Math.Max(0, (Volatile.Read(ref tokens) - (most / 2) - 1) / Token);

    public override void OnStarted()
    {
    }

    public override bool TryAcquire(in RetryRequest request) => Add(-Token) > most / 2;

    // A failure that is not retried is a failure all the same; one that the budget refused has been counted when it asked.
    public override void OnEnded(in RetriedCall ended)
    {
        if (ended.End == RetryEnd.Succeeded)
            Add(refund);
        else if (ended.End is RetryEnd.Stopped or RetryEnd.DeadlineReached)
            Add(-Token);
    }

    private int Add(int change)
    {
        while (true)
        {
            var seen = Volatile.Read(ref tokens);
            var next = Math.Clamp(seen + change, 0, most);
            if (next == seen || Interlocked.CompareExchange(ref tokens, next, seen) == seen)
                return next;
        }
    }
}
