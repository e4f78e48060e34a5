using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Budgets;

public class BudgetRangeTests
{
    [Theory]
    [InlineData(0, 0.1, "maxTokens")]
    [InlineData(1001, 0.1, "maxTokens")]
    [InlineData(10, 0.0009, "tokenRatio")]
    [InlineData(10, 10.001, "tokenRatio")]
    [InlineData(10, double.NaN, "tokenRatio")]
    public void A_token_bucket_refuses_what_is_out_of_range(int maxTokens, double tokenRatio, string parameter) =>
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => RetryBudget.TokenBucket(maxTokens, tokenRatio));

    [Theory]
    [InlineData(-0.1, 1, 10, "ratio")]
    [InlineData(1000.1, 1, 10, "ratio")]
    [InlineData(double.NaN, 1, 10, "ratio")]
    [InlineData(0.1, -1, 10, "minPerSecond")]
    [InlineData(0.1, 1_000_001, 10, "minPerSecond")]
    [InlineData(0.1, double.NaN, 10, "minPerSecond")]
    [InlineData(0.1, 1, 0.999, "window")]
    [InlineData(0.1, 1, 60.001, "window")]
    public void A_ratio_refuses_what_is_out_of_range(double ratio, double minPerSecond, double window, string parameter) =>
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => RetryBudget.Ratio(ratio, minPerSecond, Seconds(window), new TestClock()));

    [Theory]
    [InlineData(0, 1, 1, 0, "capacity")]
    [InlineData(1_000_001, 1, 1, 0, "capacity")]
    [InlineData(10, 0, 1, 0, "retryCost")]
    [InlineData(10, 11, 1, 0, "retryCost")]
    [InlineData(10, 1, 0, 0, "timeoutCost")]
    [InlineData(10, 1, 11, 0, "timeoutCost")]
    [InlineData(10, 1, 1, -1, "successRefund")]
    [InlineData(10, 1, 1, 11, "successRefund")]
    public void A_quota_refuses_what_is_out_of_range(int capacity, int retryCost, int timeoutCost, int successRefund, string parameter) =>
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => RetryBudget.Quota(capacity, retryCost, timeoutCost, successRefund));

    [Theory]
    [InlineData(-0.1, 3, "maxRate")]
    [InlineData(1.1, 3, "maxRate")]
    [InlineData(double.NaN, 3, "maxRate")]
    [InlineData(0.2, -1, "minConcurrency")]
    [InlineData(0.2, 1_000_001, "minConcurrency")]
    public void A_concurrency_refuses_what_is_out_of_range(double maxRate, int minConcurrency, string parameter) =>
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => RetryBudget.Concurrency(maxRate, minConcurrency));

    [Fact]
    public void The_bounds_themselves_are_in_range()
    {
        Assert.Equal(0, RetryBudget.TokenBucket(1, 0.001).Available);
        Assert.Equal(499, RetryBudget.TokenBucket(1000, 1000).Available);
        Assert.Equal(0, RetryBudget.Ratio(0, 0, Seconds(1), new TestClock()).Available);
        Assert.Equal(60_000_000, RetryBudget.Ratio(1000, 1_000_000, Seconds(60), new TestClock()).Available);
        Assert.Equal(1, RetryBudget.Quota(1_000_000, 1_000_000, 1_000_000, 1_000_000).Available);
        Assert.Equal(1_000_000, RetryBudget.Concurrency(1, 1_000_000).Available);
    }
}
