namespace StatefulScheduler.Retries;

/// <summary>Keeps the retries of many calls, and of many policies, together within bounds, so that a service in trouble is not brought down by those who try again.</summary>
/// <remarks>
/// <para>
/// First attempts are never held up. A call whose retry is refused ends with what it got, and <see cref="RetryEnd.BudgetExhausted"/>. Budgets count in this process only, so the pure
/// <see cref="RetryPolicy.Decide"/> does not ask them.
/// </para>
/// <para>The four kinds here never lock. A class of one's own is called by many threads at once, and must neither block nor throw.</para>
/// </remarks>
public abstract class RetryBudget
{
    /// <summary>Gets how many retries would be granted in a row if they were asked for now.</summary>
    public abstract double Available { get; }

    /// <summary>Makes the budget of gRPC's retry throttling: a failure takes a token, a success gives back a part of one, and retries are granted while more than half of the tokens are there.</summary>
    /// <param name="maxTokens">The tokens at the beginning and at most; 1 to 1000.</param>
    /// <param name="tokenRatio">What a success gives back; 0.001 to <paramref name="maxTokens"/>; three decimals count.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static RetryBudget TokenBucket(int maxTokens = 10, double tokenRatio = 0.1) => new TokenBucketBudget(maxTokens, tokenRatio);

    /// <summary>Makes the budget of Finagle: each call pays in a part of a retry, each retry takes one out, and what was paid in is good for a while.</summary>
    /// <param name="ratio">The part: 0.1 allows one retry for ten calls; 0 to 1000.</param>
    /// <param name="minPerSecond">The retries a second that are there without any call; 0 to 1,000,000.</param>
    /// <param name="window">How long a payment is good; 1 to 60 seconds; left out: 10 seconds.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static RetryBudget Ratio(double ratio = 0.1, double minPerSecond = 1, TimeSpan? window = null, TimeProvider? time = null) =>
        new RatioBudget(ratio, minPerSecond, window ?? TimeSpan.FromSeconds(10), time ?? TimeProvider.System);

    /// <summary>Makes the budget of the AWS clients: a retry costs, one after a timeout more; a retry that succeeds gets its cost back, and a first attempt that succeeds adds a little.</summary>
    /// <param name="capacity">What there is at the beginning and at most; 1 to 1,000,000.</param>
    /// <param name="retryCost">What a retry costs; 1 to <paramref name="capacity"/>.</param>
    /// <param name="timeoutCost">What a retry after a timeout costs; 1 to <paramref name="capacity"/>.</param>
    /// <param name="successRefund">What a first attempt that succeeds adds; 0 to <paramref name="capacity"/>.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static RetryBudget Quota(int capacity = 500, int retryCost = 5, int timeoutCost = 10, int successRefund = 1) => new QuotaBudget(capacity, retryCost, timeoutCost, successRefund);

    /// <summary>Makes the budget of Failsafe: of the calls that are under way, so many may be in their retries.</summary>
    /// <param name="maxRate">The share of the calls; 0 to 1.</param>
    /// <param name="minConcurrency">How many may retry at once however few calls there are; 0 to 1,000,000.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static RetryBudget Concurrency(double maxRate = 0.2, int minConcurrency = 3) => new ConcurrencyBudget(maxRate, minConcurrency);

    /// <summary>Hears that a call begins. Each is followed by one <see cref="OnEnded"/>.</summary>
    public abstract void OnStarted();

    /// <summary>Decides whether a call may be retried once more.</summary>
    /// <param name="request">What has failed.</param>
    /// <returns>True: the retry is taken from the budget.</returns>
    public abstract bool TryAcquire(in RetryRequest request);

    /// <summary>Hears how a call ended.</summary>
    /// <param name="ended">How.</param>
    public abstract void OnEnded(in RetriedCall ended);
}

/// <summary>Asks a <see cref="RetryBudget"/> for one retry.</summary>
/// <param name="Attempt">The number of the attempt that would be made; 2 for a first retry.</param>
/// <param name="Exception">What the last attempt threw; null when it returned.</param>
public readonly record struct RetryRequest(int Attempt, Exception? Exception)
{
    /// <summary>Gets whether the last attempt failed because it took too long.</summary>
    public bool FollowsTimeout => Exception is TimeoutException or OperationCanceledException;
}

/// <summary>Tells a <see cref="RetryBudget"/> how a call ended.</summary>
/// <param name="End">Why there was no further attempt.</param>
/// <param name="Retries">How many retries it was granted.</param>
/// <param name="LastFollowedTimeout">Whether the last of them was granted after a timeout.</param>
public readonly record struct RetriedCall(RetryEnd End, int Retries, bool LastFollowedTimeout);
