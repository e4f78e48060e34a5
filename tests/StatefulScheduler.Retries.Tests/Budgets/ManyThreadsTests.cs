using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Budgets;

// Each thread draws from its own seeded source: what is asked for is the same in every run, only the order is not.
public class ManyThreadsTests
{
    private const int Threads = 8;
    private const int Rounds = 40_000;
    private static readonly RetryRequest First = new(2, new IOException("x"));
    private readonly TestClock clock = new(jumps: false);

    [Theory]
    [InlineData("tokens", 499)]
    [InlineData("ratio", 500)]
    [InlineData("quota", 100)]
    [InlineData("concurrency", 7)]
    public void Exactly_as_many_retries_are_granted_as_there_are(string kind, int expected)
    {
        var budget = kind switch
        {
            "tokens" => RetryBudget.TokenBucket(maxTokens: 1000),
            "ratio" => RetryBudget.Ratio(ratio: 0, minPerSecond: 50, window: Seconds(10), time: clock),
            "quota" => RetryBudget.Quota(capacity: 500, retryCost: 5),
            _ => RetryBudget.Concurrency(maxRate: 0, minConcurrency: 7),
        };
        var granted = 0;

        OnManyThreads(_ =>
        {
            if (budget.TryAcquire(First))
                Interlocked.Increment(ref granted);
        });

        Assert.Equal(expected, granted);
        Assert.Equal(0, budget.Available);
    }

    [Fact]
    public void A_quota_has_everything_again_when_every_retry_has_succeeded()
    {
        var budget = RetryBudget.Quota(capacity: 1000, retryCost: 5, timeoutCost: 10, successRefund: 0);

        OnManyThreads(random =>
        {
            var request = new RetryRequest(2, random.Next(2) == 0 ? new TimeoutException() : new IOException());
            if (budget.TryAcquire(request))
                budget.OnEnded(new(RetryEnd.Succeeded, 1, request.FollowsTimeout));
        });

        Assert.Equal(200, budget.Available);
    }

    [Fact]
    public void No_more_calls_retry_at_once_than_may_and_every_place_is_given_back()
    {
        var budget = RetryBudget.Concurrency(maxRate: 0, minConcurrency: 3);
        var (retrying, most) = (0, 0);

        OnManyThreads(random =>
        {
            budget.OnStarted();
            var isGranted = random.Next(3) > 0 && budget.TryAcquire(First);
            if (isGranted)
            {
                var now = Interlocked.Increment(ref retrying);
                if (now > 3)
                    Interlocked.Exchange(ref most, now);
                Thread.Yield();
                Interlocked.Decrement(ref retrying);
            }

            budget.OnEnded(new(RetryEnd.Stopped, isGranted ? 1 : 0, false));
        });

        Assert.Equal(0, most);
        Assert.Equal(3, budget.Available);
    }

    [Fact]
    public void A_ratio_forgets_exactly_what_it_was_paid_while_the_clock_moves()
    {
        var budget = RetryBudget.Ratio(ratio: 0.3, minPerSecond: 5, window: Seconds(10), time: clock);

        OnManyThreads(random =>
        {
            if (random.Next(20) == 0)
                clock.Advance(TimeSpan.FromMilliseconds(random.Next(900)));
            budget.OnStarted();
            if (random.Next(2) == 0)
                budget.TryAcquire(First);
        });
        clock.Advance(Seconds(20));

        Assert.Equal(50, budget.Available);
    }

    [Fact]
    public void A_token_bucket_is_full_again_after_as_many_successes_as_it_takes()
    {
        var budget = RetryBudget.TokenBucket(maxTokens: 1000, tokenRatio: 1);

        OnManyThreads(random =>
        {
            if (random.Next(2) == 0)
                budget.TryAcquire(First);
            budget.OnEnded(new(RetryEnd.Succeeded, 1, false));
        });

        Assert.Equal(499, budget.Available);
    }

    private static void OnManyThreads(Action<Random> round)
    {
        using var start = new Barrier(Threads);
        var threads = Enumerable.Range(1, Threads).Select(seed => new Thread(() =>
        {
            var random = new Random(seed);
            start.SignalAndWait();
            for (var count = 0; count < Rounds; count++)
                round(random);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
