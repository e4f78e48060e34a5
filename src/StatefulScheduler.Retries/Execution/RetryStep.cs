namespace StatefulScheduler.Retries;

// One attempt that has ended, as the rules see it: facts go in, the wait puts in the delay, the stop sees both.
// A struct that is handed on by reference, so that a decision allocates nothing. The RetryState that hooks and own strategies see is made when one looks.
internal struct RetryStep
{
    // Null in a RetryState that somebody made by hand.
    public RetryPlan? Plan;
    public int Attempt;

    // The attempts before the last answered Retry-After: the backoff begins anew behind them.
    public int BackoffFrom;

    public TimeSpan Elapsed;
    public TimeSpan IdleFor;
    public TimeSpan NextDelay;
    public Exception? Exception;

    // Null also when nobody looks at results as objects.
    public object? Result;

    public RetryRandom Random;
    public CancellationToken Caller;

    // In ticks of UTC; 0: it is to be asked for.
    public long KnownNow;
    private RetryState? state;

    public readonly int BackoffAttempt => Attempt - BackoffFrom;

    public readonly DateTimeOffset Now => KnownNow == 0 ? (Plan?.Time ?? TimeProvider.System).GetUtcNow() : new DateTimeOffset(KnownNow, TimeSpan.Zero);

    // The attempt was called off; no rule but one that names cancellations may retry it.
    public readonly bool IsCancellation => Exception is OperationCanceledException cancelled && Cancellation.IsMeant(cancelled, Caller);

    public RetryState ForUser()
    {
        state ??= new RetryState();
        state.Take(this);
        return state;
    }

    public void Begin(int attempt)
    {
        Attempt = attempt;
        Exception = null;
        Result = null;
        NextDelay = TimeSpan.Zero;
        Random.Begin(attempt);
    }
}
