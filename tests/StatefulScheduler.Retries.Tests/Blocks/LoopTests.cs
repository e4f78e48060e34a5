using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Blocks;

// Each behaviour in both forms of the loop.
public class LoopTests
{
    private readonly TestClock clock = new();

    public static TheoryData<bool> Forms => [false, true];

    [Theory, MemberData(nameof(Forms))]
    public async Task A_block_that_fails_in_passing_is_entered_again_after_its_delay(bool isAsync)
    {
        var script = new Script(new IOException("1"), new IOException("2"), 7);

        var loop = await LoopAsync(isAsync, Policy(), script);

        Assert.Equal((RetryEnd.Succeeded, new RetryStatistics(3, Seconds(2), Seconds(2))), (loop.End, loop.Statistics));
        Assert.Equal([1, 2, 3], loop.Numbers);
        Assert.Equal(7, loop.Result);
        Assert.Null(loop.Error);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_block_that_succeeds_at_once_is_entered_once(bool isAsync)
    {
        var loop = await LoopAsync(isAsync, Policy(), new Script(7));

        Assert.Equal((RetryEnd.Succeeded, 7), (loop.End, loop.Result));
        Assert.Equal([1], loop.Numbers);
        Assert.Equal(TimeSpan.Zero, clock.Passed);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_loop_that_gives_up_throws_what_the_block_threw_last(bool isAsync)
    {
        var errors = new[] { new IOException("1"), new IOException("2"), new IOException("3") };

        var loop = await LoopAsync(isAsync, Policy(), new Script([.. errors]));

        Assert.Equal((RetryEnd.Stopped, 3, 3), (loop.End, loop.Numbers.Count, loop.Statistics.Attempts));
        Assert.Same(errors[2], loop.Error);
        Assert.Null(loop.Result);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_loop_that_gives_up_wraps_what_the_block_threw_when_it_is_to(bool isAsync)
    {
        var loop = await LoopAsync(isAsync, Policy(options => options.OnGiveUp = GiveUpBehavior.Wrap), new Script(new IOException("x")));

        var error = Assert.IsType<RetryExhaustedException>(loop.Error);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal((RetryEnd.Stopped, 3), (error.End, error.Statistics.Attempts));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_loop_that_gives_up_may_end_in_a_fallback(bool isAsync)
    {
        var loop = await LoopAsync(isAsync, Policy(options => options.Fallback = state => state.AttemptNumber * 10), new Script(new IOException("x")));

        Assert.Equal((RetryEnd.Stopped, 30), (loop.End, loop.Result));
        Assert.Null(loop.Error);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task What_is_not_to_be_retried_goes_its_way_as_if_there_were_no_loop(bool isAsync)
    {
        var error = new ArgumentException("wrong");

        var loop = await LoopAsync(isAsync, Policy(options => options.RetryIf = RetryIf.Exception<IOException>()), new Script(error));

        Assert.Same(error, loop.Error);
        Assert.Equal((RetryEnd.NotRetryable, 1), (loop.End, loop.Numbers.Count));
        Assert.Equal([false], loop.Captured);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task The_filter_swallows_what_is_retried_and_lets_the_last_go(bool isAsync)
    {
        var loop = await LoopAsync(isAsync, Policy(), new Script(new IOException("x")));

        Assert.Equal([true, true, false], loop.Captured);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_result_that_is_to_be_retried_is(bool isAsync)
    {
        var loop = await LoopAsync(isAsync, Policy(options => options.RetryIf = RetryIf.Result<object?>(value => value is 0)), new Script(0, 0, 5));

        Assert.Equal((RetryEnd.Succeeded, 5), (loop.End, loop.Result));
        Assert.Equal([1, 2, 3], loop.Numbers);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_hook_that_throws_ends_the_loop_with_its_exception(bool isAsync)
    {
        var error = new NotSupportedException("hook");

        var loop = await LoopAsync(isAsync, Policy(options => options.BeforeDelay = _ => throw error), new Script(new IOException("x")));

        Assert.Same(error, loop.Error);
        Assert.Equal([1], loop.Numbers);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_loop_that_was_cancelled_makes_no_attempt(bool isAsync)
    {
        var loop = await LoopAsync(isAsync, Policy(), new Script(7), new CancellationToken(canceled: true));

        Assert.IsAssignableFrom<OperationCanceledException>(loop.Error);
        Assert.Equal((RetryEnd.Cancelled, 0), (loop.End, loop.Numbers.Count));
    }

    [Fact]
    public async Task A_loop_that_is_left_by_break_has_succeeded_and_makes_no_further_attempt()
    {
        var (blocking, awaited) = (Policy().Attempts(TestContext.Current.CancellationToken), Policy().AttemptsAsync(TestContext.Current.CancellationToken));

        foreach (var attempt in blocking)
        {
            attempt.SetResult("found");
            break;
        }

        await foreach (var attempt in awaited)
        {
            attempt.SetResult("found");
            break;
        }

        Assert.Equal((RetryEnd.Succeeded, RetryEnd.Succeeded), (blocking.End, awaited.End));
        Assert.Equal((1, 1), (blocking.Statistics.Attempts, awaited.Statistics.Attempts));
        Assert.True(blocking.TryGetResult<string>(out var ofBlocking));
        Assert.True(awaited.TryGetResult<string>(out var ofAwaited));
        Assert.Equal(("found", "found"), (ofBlocking, ofAwaited));
    }

    [Fact]
    public async Task Attempts_are_for_one_loop()
    {
        var (blocking, awaited) = (Policy().Attempts(TestContext.Current.CancellationToken), Policy().AttemptsAsync(TestContext.Current.CancellationToken));
        blocking.GetEnumerator().Dispose();
        await awaited.GetAsyncEnumerator().DisposeAsync();

        Assert.Contains("Call Attempts for each loop", Assert.Throws<InvalidOperationException>(() => blocking.GetEnumerator()).Message);
        Assert.Contains("Call AttemptsAsync for each loop", Assert.Throws<InvalidOperationException>(() => awaited.GetAsyncEnumerator()).Message);
    }

    [Fact]
    public void An_attempt_that_is_over_takes_no_result_and_captures_nothing()
    {
        RetryAttempt? first = null;

        var attempts = Policy().Attempts(TestContext.Current.CancellationToken);
        foreach (var attempt in attempts)
        {
            if (first is not null)
            {
                Assert.Contains("Attempt 1 is over", Assert.Throws<InvalidOperationException>(() => first.SetResult(1)).Message);
                Assert.False(first.Capture(new IOException("late")));
                break;
            }

            first = attempt;
            Assert.True(attempt.Capture(new IOException("1")));
        }

        Assert.Equal(2, attempts.Statistics.Attempts);
    }

    [Fact]
    public void What_nobody_captures_leaves_the_loop_at_once()
    {
        var calls = 0;

        Assert.Throws<IOException>(() =>
        {
            foreach (var _ in Policy().Attempts())
            {
                calls++;
                throw new IOException("x");
            }
        });

        Assert.Equal(1, calls);
    }

    private RetryPolicy Policy(Action<RetryOptions>? change = null)
    {
        var options = new RetryOptions { MaxAttempts = 3, Wait = Wait.Fixed(Second), TimeProvider = clock };
        change?.Invoke(options);
        return new RetryPolicy(options);
    }

    private static async Task<Loop> LoopAsync(bool isAsync, RetryPolicy policy, Script script, CancellationToken cancellationToken = default)
    {
        var loop = new Loop();
        loop.Error = await Record.ExceptionAsync(() => isAsync ? AwaitAsync(loop, policy, script, cancellationToken) : Block(loop, policy, script, cancellationToken));
        return loop;
    }

    private static async Task AwaitAsync(Loop loop, RetryPolicy policy, Script script, CancellationToken cancellationToken)
    {
        var attempts = policy.AttemptsAsync(cancellationToken);
        try
        {
            await foreach (var attempt in attempts)
            {
                loop.Numbers.Add(attempt.Number);
                try
                {
                    attempt.SetResult(await script.YieldAsync(attempt.CancellationToken));
                }
                catch (Exception error) when (loop.Captures(attempt, error))
                {
                }
            }
        }
        finally
        {
            loop.Take(attempts.End, attempts.Statistics, attempts.TryGetResult<object>(out var result) ? result : null);
        }
    }

    private static Task Block(Loop loop, RetryPolicy policy, Script script, CancellationToken cancellationToken)
    {
        var attempts = policy.Attempts(cancellationToken);
        try
        {
            foreach (var attempt in attempts)
            {
                loop.Numbers.Add(attempt.Number);
                try
                {
                    attempt.SetResult(script.Call(attempt.CancellationToken));
                }
                catch (Exception error) when (loop.Captures(attempt, error))
                {
                }
            }
        }
        finally
        {
            loop.Take(attempts.End, attempts.Statistics, attempts.TryGetResult<object>(out var result) ? result : null);
        }

        return Task.CompletedTask;
    }

    // What one loop did.
    private sealed class Loop
    {
        public List<int> Numbers { get; } = [];

        public List<bool> Captured { get; } = [];

        public Exception? Error { get; set; }

        public RetryEnd? End { get; private set; }

        public RetryStatistics Statistics { get; private set; }

        public object? Result { get; private set; }

        public bool Captures(RetryAttempt attempt, Exception error)
        {
            Captured.Add(attempt.Capture(error));
            return Captured[^1];
        }

        public void Take(RetryEnd? end, RetryStatistics statistics, object? result) => (End, Statistics, Result) = (end, statistics, result);
    }
}
