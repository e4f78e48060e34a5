namespace StatefulScheduler.Retries.Tests.Decisions;

public class DecisionArgumentTests
{
    private static readonly RetryProgress Start = RetryProgress.Start(TestClock.Start);

    [Fact]
    public void An_attempt_that_threw_has_an_exception() =>
        Assert.Throws<ArgumentNullException>("exception", () => RetryPolicy.Default.Decide(Start, null!, TestClock.Start));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void An_attempt_before_the_first_is_refused(int attempt)
    {
        var progress = Start with { Attempt = attempt };

        Assert.Throws<ArgumentOutOfRangeException>("progress", () => RetryPolicy.Default.Decide(progress, new IOException(), TestClock.Start));
        Assert.Throws<ArgumentOutOfRangeException>("progress", () => RetryPolicy.Default.DecideResult(progress, 1, TestClock.Start));
        Assert.Throws<ArgumentOutOfRangeException>("progress", () => RetryPolicy.None.Decide(progress, new IOException(), TestClock.Start));
    }

    [Fact]
    public void A_condition_that_has_to_be_awaited_cannot_decide()
    {
        var policy = new RetryPolicy(new() { RetryIf = RetryIf.WhenAsync((_, _) => ValueTask.FromResult(true)) });

        Assert.Throws<InvalidOperationException>(() => policy.Decide(Start, new IOException(), TestClock.Start));
        Assert.Throws<InvalidOperationException>(() => policy.DecideResult(Start, 1, TestClock.Start));
    }

    [Fact]
    public void However_far_an_attempt_is_its_delay_stays_within_bounds()
    {
        var policy = new RetryPolicy(new() { Stop = Stop.Never });

        var decision = policy.Decide(Start with { Attempt = int.MaxValue - 1 }, new IOException(), TestClock.Start);

        Assert.Equal(int.MaxValue, decision.Next.Attempt);
        Assert.InRange(decision.Delay, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
