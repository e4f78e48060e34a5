using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Deadlines;

public class DeadlineTests
{
    private readonly TestClock clock = new(jumps: false);

    [Fact]
    public async Task No_delay_is_begun_that_would_end_after_the_deadline()
    {
        var script = new Script(new IOException("1"), new IOException("2"), new IOException("3"), 4);
        using var deadline = RetryDeadline.Begin(Seconds(5), clock);

        var call = Policy(Seconds(2)).TryExecuteAsync(script.CallAsync, TestContext.Current.CancellationToken);
        clock.Advance(Seconds(2));
        clock.Advance(Seconds(2));
        var outcome = await call;

        Assert.Equal((RetryEnd.DeadlineReached, "3", 3), (outcome.End, outcome.Exception?.Message, script.Calls));
        Assert.Equal(Seconds(4), clock.Passed);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task A_delay_has_to_end_before_the_deadline_not_at_it(int ticksLess, int attempts)
    {
        var script = new Script(new IOException("1"), 2);
        var delay = Seconds(5) - TimeSpan.FromTicks(ticksLess);
        using var deadline = RetryDeadline.Begin(Seconds(5), clock);

        var call = Policy(delay).TryExecuteAsync(script.CallAsync, TestContext.Current.CancellationToken);
        clock.Advance(delay);
        await call;

        Assert.Equal(attempts, script.Calls);
    }

    [Fact]
    public void No_attempt_is_made_after_the_deadline_not_even_the_first()
    {
        var script = new Script(1);
        using var deadline = RetryDeadline.Begin(Second, clock);
        clock.Advance(Second);

        var outcome = Policy(TimeSpan.Zero).TryExecute(script.Call, TestContext.Current.CancellationToken);

        Assert.Equal((RetryEnd.DeadlineReached, 0, 0), (outcome.End, script.Calls, outcome.Statistics.Attempts));
        Assert.Contains("2026-01-01T00:00:01", Assert.IsType<TimeoutException>(outcome.Exception).Message);
    }

    [Fact]
    public void An_attempt_that_fails_after_the_deadline_is_the_last()
    {
        var script = new Script(new IOException("1"));
        using var deadline = RetryDeadline.Begin(Seconds(5), clock);

        var outcome = Policy(TimeSpan.Zero).TryExecute(
            token =>
            {
                clock.Advance(Seconds(3));
                return script.Call(token);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal((RetryEnd.DeadlineReached, 2), (outcome.End, script.Calls));
    }

    [Fact]
    public async Task An_attempt_is_cancelled_at_the_deadline_and_has_then_failed_with_a_timeout()
    {
        using var deadline = RetryDeadline.Begin(Seconds(5), clock);

        var call = Policy(Second).TryExecuteAsync(NeverAsync, TestContext.Current.CancellationToken);
        clock.Advance(Seconds(5));
        var outcome = await call;

        Assert.Equal((RetryEnd.DeadlineReached, 1), (outcome.End, outcome.Statistics.Attempts));
        Assert.IsAssignableFrom<OperationCanceledException>(Assert.IsType<TimeoutException>(outcome.Exception).InnerException);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(5, 5)]
    [InlineData(9, 5)]
    public void Inside_another_deadline_the_nearer_holds(int inner, int holds)
    {
        using var outer = RetryDeadline.Begin(Seconds(5), clock);
        using (var deadline = RetryDeadline.Begin(Seconds(inner), clock))
        {
            Assert.Same(deadline, RetryDeadline.Current);
            Assert.Equal((Seconds(holds), TestClock.Start + Seconds(holds)), (deadline.Remaining, deadline.At));

            clock.Advance(Seconds(holds) - TimeSpan.FromTicks(1));
            Assert.False(deadline.Token.IsCancellationRequested);
            clock.Advance(TimeSpan.FromTicks(1));
            Assert.True(deadline.Token.IsCancellationRequested);
        }

        Assert.Same(outer, RetryDeadline.Current);
        Assert.Equal(Seconds(5 - holds), outer.Remaining);
    }

    [Fact]
    public void After_an_inner_deadline_the_outer_leaves_its_own_time()
    {
        var script = new Script(new IOException("1"), 2);
        using var outer = RetryDeadline.Begin(Seconds(5), clock);
        using (RetryDeadline.Begin(Second, clock))
            clock.Advance(Second);

        var outcome = Policy(TimeSpan.Zero).TryExecute(script.Call, TestContext.Current.CancellationToken);

        Assert.Equal((RetryEnd.Succeeded, 2), (outcome.End, script.Calls));
    }

    [Fact]
    public async Task A_deadline_flows_into_what_is_called_and_not_out_of_it()
    {
        var ofCallee = await BeginInsideAsync();
        Assert.NotNull(ofCallee);
        Assert.Null(RetryDeadline.Current);

        using var deadline = RetryDeadline.Begin(Second, clock);
        await Task.Yield();
        var seen = await Task.Run(() => RetryDeadline.Current, TestContext.Current.CancellationToken);

        Assert.Same(deadline, seen);
    }

    [Fact]
    public void A_deadline_that_is_over_holds_nothing()
    {
        using (RetryDeadline.Begin(TimeSpan.Zero, clock))
            Assert.Equal(TimeSpan.Zero, RetryDeadline.Current!.Remaining);

        Assert.Null(RetryDeadline.Current);
        Assert.Equal(1, Policy(TimeSpan.Zero).Execute(_ => 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_negative_limit_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("limit", () => RetryDeadline.Begin(TimeSpan.FromTicks(-1), clock));

    private RetryPolicy Policy(TimeSpan delay) => new(new() { MaxAttempts = 9, Wait = Wait.Fixed(delay), TimeProvider = clock });

    private async Task<RetryDeadline?> BeginInsideAsync()
    {
        using var deadline = RetryDeadline.Begin(Second, clock);
        await Task.Yield();
        return RetryDeadline.Current;
    }

    private static async ValueTask<int> NeverAsync(CancellationToken cancellationToken) => await new TaskCompletionSource<int>().Task.WaitAsync(cancellationToken);
}
