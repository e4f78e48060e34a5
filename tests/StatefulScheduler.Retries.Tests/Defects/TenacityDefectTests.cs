using System.Globalization;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Defects;

// What Tenacity gets wrong, one fact for each defect: here the name says what holds instead.
public class TenacityDefectTests
{
    private static readonly IOException Error = new("no");
    private readonly TestClock clock = new();

    [Fact]
    public async Task A_disabled_policy_calls_once_however_it_is_called()
    {
        var policy = new RetryPolicy(new() { Enabled = false, TimeProvider = clock });
        var script = new Script(Error);

        Assert.Throws<IOException>(() => policy.Execute(script.Call));
        await Assert.ThrowsAsync<IOException>(async () => await policy.ExecuteAsync(script.YieldAsync));
        Assert.Throws<IOException>(() => policy.Wrap(script.Call)(default));
        Assert.Same(Error, policy.TryExecute(script.Call).Exception);
        Assert.Throws<IOException>(() => RunBlock(policy.Attempts(), script));

        Assert.Equal((5, TimeSpan.Zero), (script.Calls, clock.Passed));
    }

    [Fact]
    public void A_negative_minimum_is_refused_so_that_no_delay_is_negative()
    {
        var negative = Seconds(-1);

        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.RandomExponential(Second, min: negative));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.EqualJitter(Second, min: negative));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.Exponential(Second, min: negative));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.ExponentialJitter(Second, min: negative));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.Random(negative, Second));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1_100)]
    [InlineData(int.MaxValue)]
    public void Without_a_maximum_delays_reach_the_longest_span_and_do_not_overflow(int attempt)
    {
        WaitStrategy[] waits = [Wait.Exponential(Second), Wait.ExponentialJitter(Second), Wait.EqualJitter(Second).WithJitter(0.5) + Wait.Exponential(Second), Wait.RandomExponential(Second, min: TimeSpan.MaxValue)];

        Assert.All(waits, wait => Assert.Equal(TimeSpan.MaxValue, wait.GetDelay(Attempt(attempt))));
    }

    [Fact]
    public void A_delay_too_long_to_be_said_ends_a_limited_call_with_its_own_error()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.Exponential(Second, factor: 1e300), Stop = Stop.BeforeDelay(TimeSpan.FromDays(30)), TimeProvider = clock });

        var outcome = policy.TryExecute(new Script(Error).Call);

        Assert.Same(Error, outcome.Exception);
        Assert.Equal((RetryEnd.Stopped, 2, Second), (outcome.End, outcome.Statistics.Attempts, clock.Passed));
    }

    [Fact]
    public async Task Two_loops_at_once_count_their_own_attempts()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.None, MaxAttempts = 3 });
        var (first, second) = (policy.AttemptsAsync(), policy.AttemptsAsync());
        await using var one = first.GetAsyncEnumerator();
        await using var other = second.GetAsyncEnumerator();

        for (var number = 1; number <= 3; number++)
        {
            Assert.True(await one.MoveNextAsync());
            Assert.True(await other.MoveNextAsync());
            Assert.Equal((number, number), (one.Current.Number, other.Current.Number));
            Assert.Equal(number < 3, one.Current.Capture(Error));
            if (number < 3)
                Assert.True(other.Current.Capture(Error));
        }

        Assert.False(await other.MoveNextAsync());
        Assert.Equal((RetryEnd.Stopped, RetryEnd.Succeeded), (first.End, second.End));
        Assert.Equal((3, 3), (first.Statistics.Attempts, second.Statistics.Attempts));
    }

    [Fact]
    public async Task One_loops_attempts_are_not_given_to_a_second()
    {
        var policy = new RetryPolicy();
        var (attempts, asynchronous) = (policy.Attempts(), policy.AttemptsAsync());
        await using var taken = asynchronous.GetAsyncEnumerator();
        using var also = attempts.GetEnumerator();

        Assert.Throws<InvalidOperationException>(() => asynchronous.GetAsyncEnumerator());
        Assert.Throws<InvalidOperationException>(() => attempts.GetEnumerator());
    }

    [Fact]
    public void A_call_inside_a_call_of_the_same_policy_leaves_the_statistics_of_the_outer_alone()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(Second), MaxAttempts = 4, TimeProvider = clock });
        var outerCalls = 0;
        var inner = new List<RetryStatistics>();

        var outer = policy.TryExecute(token =>
        {
            inner.Add(policy.TryExecute(new Script(Error, Error, 1).Call, token).Statistics);
            return ++outerCalls < 2 ? throw Error : outerCalls;
        });

        Assert.Equal([new(3, Seconds(2), Seconds(2)), new(3, Seconds(2), Seconds(2))], inner);
        Assert.Equal(new(2, Second, Seconds(5)), outer.Statistics);
    }

    [Fact]
    public void A_block_that_gives_up_with_a_fallback_has_its_value()
    {
        var attempts = new RetryPolicy(new() { Wait = Wait.None, Fallback = state => $"after {state.AttemptNumber}" }).Attempts();

        RunBlock(attempts, new Script(Error));

        Assert.True(attempts.TryGetResult<string>(out var value));
        Assert.Equal(("after 3", RetryEnd.Stopped), (value, attempts.End));
    }

    [Fact]
    public async Task What_is_computed_only_when_it_is_read_is_refused_and_not_silently_unretried()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.None });

        Assert.Throws<InvalidOperationException>(() => policy.Execute(_ => Failing()));
        Assert.Throws<InvalidOperationException>(() => policy.Execute(_ => FailingAsync()));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await policy.ExecuteAsync(_ => ValueTask.FromResult(Failing())));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await policy.Execute(_ => Task.FromResult(1)));

        var script = new Script(Error, Error, 5);
        Assert.Equal([5], policy.Execute(_ => Failing(script).ToList()));
        Assert.Equal(3, script.Calls);
    }

    [Fact]
    public void All_but_some_exceptions_does_not_mean_cancellations()
    {
        RetryCondition[] conditions =
        [
            RetryIf.NotException<IOException>(), RetryIf.NotExceptionOf(typeof(IOException)), !RetryIf.Exception<IOException>(), RetryIf.UnlessException<IOException>(),
            RetryIf.NotMessage("no"), RetryIf.Exception(),
        ];

        foreach (var condition in conditions)
        {
            var policy = new RetryPolicy(new() { RetryIf = condition, Wait = Wait.None });
            var (cancelled, failed) = (new Script(new TaskCanceledException()), new Script(new TimeoutException()));
            Assert.Throws<TaskCanceledException>(() => policy.Execute(cancelled.Call));
            Assert.Throws<TimeoutException>(() => policy.Execute(failed.Call));
            Assert.Equal((condition, 1, 3), (condition, cancelled.Calls, failed.Calls));
        }
    }

    [Fact]
    public void A_limited_duration_is_not_overshot_by_the_last_delay()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(Seconds(4)), MaxDuration = Seconds(10), TimeProvider = clock });

        var outcome = policy.TryExecute(new Script(Error).Call);

        Assert.Equal((3, Seconds(8), Seconds(8)), (outcome.Statistics.Attempts, outcome.Statistics.Elapsed, clock.Passed));
    }

    [Fact]
    public async Task A_stop_token_ends_a_delay()
    {
        using var stopping = new CancellationTokenSource();
        var standing = new TestClock(jumps: false);
        var script = new Script(Error);
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(TimeSpan.FromHours(1)), Stop = Stop.WhenCancelled(stopping.Token), TimeProvider = standing });

        var running = policy.ExecuteAsync(script.CallAsync).AsTask();
        Assert.Equal((1, false), (standing.Armed, running.IsCompleted));
        await stopping.CancelAsync();

        Assert.Same(Error, await Assert.ThrowsAsync<IOException>(() => running));
        Assert.Equal((1, TimeSpan.Zero, 0), (script.Calls, standing.Passed, standing.Armed));
    }

    [Fact]
    public async Task An_attempt_that_hangs_ends_by_its_own_limit()
    {
        var policy = new RetryPolicy(new() { AttemptTimeout = Seconds(3), Wait = Wait.None, MaxAttempts = 2, TimeProvider = clock });

        await Assert.ThrowsAsync<TimeoutException>(async () => await policy.ExecuteAsync(async token => await Task.Delay(Timeout.Infinite, token)));

        Assert.Equal(Seconds(6), clock.Passed);
    }

    [Fact]
    public void A_policy_that_nothing_was_said_about_ends_and_waits_and_throws_what_was_thrown()
    {
        var policy = RetryPolicy.Default.With(options => options.TimeProvider = clock);
        var script = new Script(Error);

        Assert.Same(Error, Assert.Throws<IOException>(() => policy.Execute(script.Call)));

        Assert.Equal(3, script.Calls);
        Assert.Equal(["0 s to 200 ms", "0 s to 400 ms"], policy.PreviewDelays(10).Select(range => range.ToString()));
        Assert.InRange(clock.Passed, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(600));
    }

    [Fact]
    public void Whoever_asks_to_try_again_because_of_an_error_gets_that_error_in_the_end()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.None });

        Assert.Same(Error, Assert.Throws<IOException>(() => policy.Execute(new Script(new TryAgainException(Error)).Call)));
    }

    [Fact]
    public void Delays_that_have_reached_their_maximum_stay_spread()
    {
        var wait = Wait.ExponentialJitter(Second, max: Seconds(10), jitter: Seconds(2));

        var delays = Enumerable.Range(0, 100).Select(draw => wait.GetDelay(new() { AttemptNumber = 30, Randomizer = () => draw / 100.0 })).ToList();

        Assert.Equal(100, delays.Distinct().Count());
        Assert.Equal((Seconds(8), Seconds(9.98)), (delays.Min(), delays.Max()));
    }

    private static void RunBlock(RetryAttempts attempts, Script script)
    {
        foreach (var attempt in attempts)
        {
            try
            {
                script.Call();
            }
            catch (Exception error) when (attempt.Capture(error))
            {
            }
        }
    }

    private static IEnumerable<int> Failing(Script? script = null)
    {
        yield return Convert.ToInt32((script ?? new Script(Error)).Call(), CultureInfo.InvariantCulture);
    }

    private static async IAsyncEnumerable<int> FailingAsync()
    {
        await Task.Yield();
        yield return Failing().First();
    }
}
