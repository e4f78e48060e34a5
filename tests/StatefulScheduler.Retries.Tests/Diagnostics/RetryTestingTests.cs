namespace StatefulScheduler.Retries.Tests.Diagnostics;

public class RetryTestingTests
{
    private readonly TestClock clock = new(jumps: false);

    [Fact]
    public async Task Delays_are_skipped_wherever_the_flow_leads()
    {
        using var testing = RetryTesting.NoDelays();

        var blocking = Policy().Execute(new Script(new IOException("1"), 2).Call, TestContext.Current.CancellationToken);
        var awaited = await Task.Run(
            () => Policy().TryExecuteAsync(new Script(new IOException("1"), new IOException("2"), 3).YieldAsync, TestContext.Current.CancellationToken).AsTask(), TestContext.Current.CancellationToken);

        Assert.Equal((2, 3, TimeSpan.Zero), (blocking, awaited.Value, awaited.Statistics.IdleFor));
        Assert.Empty(clock.Slept);
    }

    [Fact]
    public void Attempts_can_be_limited_whatever_the_policies_say()
    {
        var script = new Script(new IOException("x"));
        using var testing = RetryTesting.NoDelays(maxAttempts: 2);

        var outcome = Policy().TryExecute(script.Call, TestContext.Current.CancellationToken);

        Assert.Equal((RetryEnd.Stopped, 2), (outcome.End, script.Calls));
    }

    [Fact]
    public void The_limit_does_not_make_more_attempts_than_the_policy()
    {
        var script = new Script(new IOException("x"));
        using var testing = RetryTesting.NoDelays(maxAttempts: 100);

        Policy().TryExecute(script.Call, TestContext.Current.CancellationToken);

        Assert.Equal(9, script.Calls);
    }

    [Fact]
    public async Task When_it_is_over_policies_wait_again()
    {
        using (RetryTesting.NoDelays(maxAttempts: 2))
        {
            using (RetryTesting.NoDelays(maxAttempts: 1))
                Assert.Equal(1, AttemptsMade());
            Assert.Equal(2, AttemptsMade());
        }

        var call = Policy().ExecuteAsync(new Script(new IOException("1"), 2).CallAsync, TestContext.Current.CancellationToken);
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(2, await call);
    }

    [Fact]
    public void No_attempts_at_all_are_no_test() => Assert.Throws<ArgumentOutOfRangeException>("maxAttempts", () => RetryTesting.NoDelays(0));

    private int AttemptsMade() => Policy().TryExecute(new Script(new IOException("x")).Call, TestContext.Current.CancellationToken).Statistics.Attempts;

    private RetryPolicy Policy() => new(new() { MaxAttempts = 9, Wait = Wait.Fixed(TimeSpan.FromDays(1)), TimeProvider = clock });
}
