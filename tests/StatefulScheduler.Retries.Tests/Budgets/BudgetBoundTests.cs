using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Budgets;

public class BudgetBoundTests
{
    private static readonly RetryRequest First = new(2, new IOException("x"));
    private readonly TestClock clock = new(jumps: false);

    [Fact]
    public void A_token_bucket_grants_while_more_than_half_of_its_tokens_are_there()
    {
        var budget = RetryBudget.TokenBucket(maxTokens: 10, tokenRatio: 0.5);

        Assert.Equal(4, budget.Available);
        Assert.Equal(4, GrantedInARow(budget));
        Assert.Equal(0, budget.Available);
    }

    [Fact]
    public void A_token_bucket_is_refilled_by_successes_part_by_part()
    {
        var budget = RetryBudget.TokenBucket(maxTokens: 4, tokenRatio: 0.5);
        Assert.True(budget.TryAcquire(First)); // 3 are left.
        Assert.False(budget.TryAcquire(First)); // 2 are left: the refused failure counts too.

        budget.OnEnded(new(RetryEnd.Succeeded, 0, false));
        budget.OnEnded(new(RetryEnd.Succeeded, 0, false));
        Assert.Equal(0, budget.Available);
        budget.OnEnded(new(RetryEnd.Succeeded, 0, false));

        Assert.True(budget.TryAcquire(First));
    }

    [Fact]
    public void A_token_bucket_never_holds_more_than_it_began_with()
    {
        var budget = RetryBudget.TokenBucket(maxTokens: 10, tokenRatio: 10);

        budget.OnEnded(new(RetryEnd.Succeeded, 0, false));

        Assert.Equal(4, GrantedInARow(budget));
    }

    [Theory]
    [InlineData(RetryEnd.Stopped, 3)]
    [InlineData(RetryEnd.DeadlineReached, 3)]
    [InlineData(RetryEnd.NotRetryable, 4)]
    [InlineData(RetryEnd.BudgetExhausted, 4)]
    [InlineData(RetryEnd.Cancelled, 4)]
    public void A_token_is_taken_by_a_last_failure_that_did_not_ask_for_a_retry(RetryEnd end, int left)
    {
        var budget = RetryBudget.TokenBucket(maxTokens: 10);

        budget.OnEnded(new(end, 0, false));

        Assert.Equal(left, GrantedInARow(budget));
    }

    [Fact]
    public void A_ratio_grants_the_part_that_calls_have_paid_in()
    {
        var budget = RetryBudget.Ratio(ratio: 0.5, minPerSecond: 0, time: clock);
        Assert.False(budget.TryAcquire(First));

        for (var call = 0; call < 5; call++)
            budget.OnStarted();

        Assert.Equal(2, budget.Available);
        Assert.Equal(2, GrantedInARow(budget));
    }

    [Fact]
    public void What_was_paid_into_a_ratio_is_good_for_its_window_and_no_longer()
    {
        var budget = RetryBudget.Ratio(ratio: 1, minPerSecond: 0, window: Seconds(10), time: clock);
        budget.OnStarted();

        clock.Advance(Seconds(10) - TimeSpan.FromTicks(1));
        Assert.Equal(1, budget.Available);
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(0, budget.Available);
        Assert.False(budget.TryAcquire(First));
    }

    [Fact]
    public void The_reserve_of_a_ratio_is_there_again_after_its_window()
    {
        var budget = RetryBudget.Ratio(ratio: 0, minPerSecond: 2, window: Seconds(5), time: clock);
        Assert.Equal(10, GrantedInARow(budget));

        clock.Advance(Seconds(5) - TimeSpan.FromTicks(1));
        Assert.False(budget.TryAcquire(First));
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(10, GrantedInARow(budget));
    }

    [Fact]
    public void A_quota_grants_until_a_retry_costs_more_than_is_left()
    {
        var budget = RetryBudget.Quota(capacity: 23, retryCost: 5, timeoutCost: 10);

        Assert.Equal(4, budget.Available);
        Assert.Equal(4, GrantedInARow(budget));
        Assert.Equal(0, budget.Available);
    }

    [Fact]
    public void A_quota_takes_more_after_a_timeout()
    {
        var budget = RetryBudget.Quota(capacity: 20, retryCost: 5, timeoutCost: 10);

        Assert.True(budget.TryAcquire(new(2, new TimeoutException())));
        Assert.True(budget.TryAcquire(new(2, new OperationCanceledException())));

        Assert.False(budget.TryAcquire(First));
    }

    [Theory]
    [InlineData(RetryEnd.Succeeded, 1, false, 10)]
    [InlineData(RetryEnd.Succeeded, 1, true, 19)]
    [InlineData(RetryEnd.Succeeded, 0, false, 12)]
    [InlineData(RetryEnd.Stopped, 1, false, 9)]
    [InlineData(RetryEnd.Cancelled, 1, true, 9)]
    public void A_quota_gives_back_what_the_retry_that_succeeded_cost(RetryEnd end, int retries, bool afterTimeout, int left)
    {
        var budget = RetryBudget.Quota(capacity: 19, retryCost: 1, timeoutCost: 10, successRefund: 3);
        Assert.True(budget.TryAcquire(new(2, new TimeoutException())));

        budget.OnEnded(new(end, retries, afterTimeout));

        Assert.Equal(left, budget.Available);
    }

    [Fact]
    public void A_quota_never_holds_more_than_it_began_with()
    {
        var budget = RetryBudget.Quota(capacity: 10, retryCost: 5, timeoutCost: 5, successRefund: 10);

        budget.OnEnded(new(RetryEnd.Succeeded, 0, false));

        Assert.Equal(2, GrantedInARow(budget));
    }

    [Fact]
    public void Of_the_calls_under_way_only_their_share_may_retry()
    {
        var budget = RetryBudget.Concurrency(maxRate: 0.25, minConcurrency: 0);
        for (var call = 0; call < 3; call++)
            budget.OnStarted();
        Assert.False(budget.TryAcquire(First));

        budget.OnStarted();

        Assert.Equal(1, GrantedInARow(budget));
    }

    [Fact]
    public void A_call_that_retries_keeps_its_place_until_it_ends()
    {
        var budget = RetryBudget.Concurrency(maxRate: 0, minConcurrency: 1);
        budget.OnStarted();
        budget.OnStarted();
        Assert.True(budget.TryAcquire(First));

        Assert.True(budget.TryAcquire(First with { Attempt = 3 }));
        Assert.False(budget.TryAcquire(First));
        budget.OnEnded(new(RetryEnd.BudgetExhausted, 0, false)); // The refused call had no place to give back.
        Assert.False(budget.TryAcquire(First));
        budget.OnEnded(new(RetryEnd.Stopped, 2, false));

        Assert.True(budget.TryAcquire(First));
    }

    private static int GrantedInARow(RetryBudget budget)
    {
        var granted = 0;
        while (granted < 1000 && budget.TryAcquire(First))
            granted++;
        return granted;
    }
}
