using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Waits;

public class WaitTests
{
    [Fact]
    public void Fixed_and_none_are_always_the_same()
    {
        Assert.Equal([2, 2, 2], Delays(Wait.Fixed(Seconds(2)), 3));
        Assert.Equal([0, 0], Delays(Wait.None, 2));
        Assert.Equal([2, 2], Delays(Seconds(2), 2));
    }

    [Fact]
    public void Incrementing_grows_or_shrinks_and_stays_between_zero_and_its_maximum()
    {
        Assert.Equal([500, 600, 700], Delays(Wait.Incrementing(Seconds(500), Seconds(100)), 3));
        Assert.Equal([1, 3, 5, 5], Delays(Wait.Incrementing(Seconds(1), Seconds(2), Seconds(5)), 4));
        Assert.Equal([5, 2, 0, 0], Delays(Wait.Incrementing(Seconds(5), Seconds(-3)), 4));
        Assert.Equal(TimeSpan.MaxValue, Wait.Incrementing(Second, TimeSpan.MaxValue).GetDelay(Attempt(1_000)));
    }

    [Fact]
    public void Exponential_doubles_within_its_bounds()
    {
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128], Delays(Wait.Exponential(Second), 8));
        Assert.Equal([1, 2, 4, 8, 10, 10], Delays(Wait.Exponential(Second, max: Seconds(10)), 6));
        Assert.Equal([4, 4, 4, 8, 10, 10, 10], Delays(Wait.Exponential(Second, max: Seconds(10), min: Seconds(4)), 7));
        Assert.Equal([0.5, 1.5, 4.5], Delays(Wait.Exponential(Seconds(0.5), factor: 3), 3));
        Assert.Equal([8, 4, 2], Delays(Wait.Exponential(Seconds(8), factor: 0.5), 3));
        Assert.Equal([20, 20], Delays(Wait.Exponential(Second, max: Seconds(5), min: Seconds(20)), 2));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1025)]
    [InlineData(100_000)]
    [InlineData(int.MaxValue)]
    public void Far_attempts_neither_overflow_nor_turn_negative(int attempt)
    {
        Assert.Equal(Seconds(30), Wait.Exponential(Second, Seconds(30)).GetDelay(Attempt(attempt)));
        Assert.Equal(TimeSpan.MaxValue, Wait.Exponential(Second).GetDelay(Attempt(attempt)));
        Assert.Equal(TimeSpan.Zero, Wait.Exponential(TimeSpan.Zero).GetDelay(Attempt(attempt)));
        Assert.Equal(TimeSpan.Zero, Wait.DecorrelatedJitter(TimeSpan.Zero).GetDelay(Attempt(attempt)));
        Assert.InRange(Wait.RandomExponential(Second, Seconds(30)).GetDelay(Attempt(attempt)), TimeSpan.Zero, Seconds(30));
        Assert.InRange(Wait.ExponentialJitter(Second, Seconds(30)).GetDelay(Attempt(attempt)), Seconds(29), Seconds(30));
        Assert.InRange(Wait.DecorrelatedJitter(Second, Seconds(30)).GetDelay(Attempt(attempt)), TimeSpan.Zero, Seconds(30));
    }

    [Fact]
    public void Random_waits_are_a_draw_between_their_bounds()
    {
        Assert.Equal([1, 1.5, 3], At(Wait.Random(Second, Seconds(5)), attempt: 1, 0, 0.125, 0.5));
        Assert.Equal([2, 3, 9], At(Wait.RandomExponential(Second, min: Seconds(2)), attempt: 5, 0, 1 / 14.0, 0.5));
        Assert.Equal([8, 10, 12], At(Wait.EqualJitter(Second), attempt: 5, 0, 0.25, 0.5));
        Assert.Equal([6, 8, 9], At(Wait.Fixed(Seconds(8)).WithJitter(0.25), attempt: 1, 0, 0.5, 0.75));
        Assert.Equal([16, 16.5], At(Wait.ExponentialJitter(Second), attempt: 5, 0, 0.5));
    }

    [Fact]
    public void Added_jitter_stays_below_the_maximum_unless_exactness_is_asked_for()
    {
        Assert.Equal([9, 9.5], At(Wait.ExponentialJitter(Second, Seconds(10)), attempt: 9, 0, 0.5));
        Assert.Equal([10, 10], At(Wait.ExponentialJitter(Second, Seconds(10), exactAtMax: true), attempt: 9, 0, 0.5));
        Assert.Equal([0, 0.25], At(Wait.ExponentialJitter(Second, Seconds(0.5), jitter: Seconds(2)), attempt: 9, 0, 0.5));
    }

    [Fact]
    public void The_means_of_full_jitter_are_half_the_window()
    {
        var random = new Random(1);
        var wait = Wait.RandomExponential(Second, Seconds(60));
        foreach (var (attempt, window) in new[] { (1, 1.0), (4, 8.0), (9, 60.0) })
        {
            var mean = Enumerable.Range(0, 20_000).Average(_ => wait.GetDelay(new() { AttemptNumber = attempt, Randomizer = random.NextDouble }).TotalSeconds);
            Assert.InRange(mean, window * 0.49, window * 0.51);
        }
    }

    // Polly 8.9.1 draws t = n + u and waits the difference of two points of 2^t · tanh(√4t) / 1.4; the numbers here are computed from that.
    [Fact]
    public void Decorrelated_jitter_follows_the_curve_of_Polly()
    {
        double[] draws = [0.5, 0.25, 0.5];
        static double Curve(double t) => Math.Pow(2, t) * Math.Tanh(Math.Sqrt(4 * t));

        var first = Wait.DecorrelatedJitter(Second).GetDelay(new() { AttemptNumber = 1, Randomizer = () => 0.5 });
        var at = 0;
        var third = Wait.DecorrelatedJitter(Second).GetDelay(new() { AttemptNumber = 3, Randomizer = () => draws[at++] });

        Assert.Equal(Curve(0.5) / 1.4, first.TotalSeconds, 1e-6);
        Assert.Equal((Curve(2.25) - Curve(1.5)) / 1.4, third.TotalSeconds, 1e-6);
    }

    [Fact]
    public async Task In_a_call_decorrelated_jitter_begins_where_the_delay_before_ended()
    {
        var clock = new TestClock();
        var policy = new RetryPolicy(new() { Wait = Wait.DecorrelatedJitter(Second), MaxAttempts = 7, TimeProvider = clock });
        await policy.TryExecuteAsync<int>(_ => throw new TimeoutException());

        // The sum of the delays is one point of the curve: the last draw alone decides it.
        static double Curve(double t) => Math.Pow(2, t) * Math.Tanh(Math.Sqrt(4 * t)) / 1.4;
        Assert.InRange(clock.Passed.TotalSeconds, Curve(5), Curve(6));
    }

    [Fact]
    public void A_chain_goes_on_with_its_last_link_and_tells_each_the_real_attempt()
    {
        Assert.Equal([3, 3, 3, 7, 7, 9, 9, 9], Delays(Wait.Chain(Seconds(3), Seconds(3), Seconds(3), Seconds(7), Seconds(7), Seconds(9)), 8));
        Assert.Equal([1, 1, 4, 4, 8], Delays(Wait.Chain(Second, Second, Seconds(4), Seconds(4), Wait.Exponential(Seconds(0.5))), 5));
    }

    [Fact]
    public void Waits_add_up()
    {
        Assert.Equal([3, 4, 6], Delays(Wait.Fixed(Seconds(2)) + Wait.Exponential(Second), 3));
        Assert.Equal([0, 0], Delays(Wait.Combine(), 2));
        Assert.Equal([6], At(Wait.Fixed(Seconds(5)) + Wait.Random(TimeSpan.Zero, Seconds(4)), attempt: 1, 0.25));
        Assert.Equal([TimeSpan.MaxValue.TotalSeconds], Delays(Wait.Fixed(TimeSpan.MaxValue) + Second, 1));
        Assert.Equal(Wait.GiveUp, (Wait.Fixed(Second) + Wait.From(_ => Wait.GiveUp)).GetDelay(Attempt(1)));
    }

    [Fact]
    public void Code_may_decide()
    {
        Func<RetryState, TimeSpan> squares = state => Seconds(state.AttemptNumber * state.AttemptNumber);
        WaitStrategy wait = squares;

        Assert.Equal([1, 4, 9], Delays(wait, 3));
        Assert.Equal(Seconds(7), Wait.FromException(error => Seconds(error.Message.Length)).GetDelay(Attempt(1, new TimeoutException("1234567"))));
        Assert.Contains("attempt 2 returned 42", Assert.Throws<InvalidOperationException>(() => Wait.FromException(_ => Second).GetDelay(Attempt(2, result: 42))).Message);
    }

    [Fact]
    public void A_negative_delay_of_code_is_an_error_that_says_so()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.From(_ => -Second), TimeProvider = new TestClock() });

        var error = Assert.Throws<InvalidOperationException>(() => policy.Execute<int>(_ => throw new TimeoutException()));

        Assert.Contains("gave -00:00:01 after attempt 1", error.Message);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_at_construction()
    {
        Assert.Contains("delay ('-00:00:01')", Assert.Throws<ArgumentOutOfRangeException>(() => Wait.Fixed(-Second)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => (WaitStrategy)(-Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.Random(-Second, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.Random(Seconds(2), Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.Incrementing(-Second, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.Incrementing(Second, Second, -Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.ExponentialJitter(Second, jitter: -Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.DecorrelatedJitter(-Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wait.RetryAfter(Wait.None, -Second));
        Assert.Contains("0 waits", Assert.Throws<ArgumentException>(() => Wait.Chain()).Message);
        Assert.Throws<ArgumentNullException>(() => Wait.Chain(null!, Second));
        foreach (var create in new Func<TimeSpan, TimeSpan?, double, TimeSpan, WaitStrategy>[] { Wait.Exponential, Wait.RandomExponential, Wait.EqualJitter })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => create(-Second, null, 2, default));
            Assert.Throws<ArgumentOutOfRangeException>(() => create(Second, -Second, 2, default));
            Assert.Throws<ArgumentOutOfRangeException>(() => create(Second, null, 2, -Second));
            foreach (var factor in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1 })
                Assert.Equal("factor", Assert.Throws<ArgumentOutOfRangeException>(() => create(Second, null, factor, default)).ParamName);
        }

        foreach (var fraction in new[] { double.NaN, 0, -0.1, 1.1 })
            Assert.Throws<ArgumentOutOfRangeException>(() => Wait.None.WithJitter(fraction));
    }

    [Fact]
    public void Each_says_what_it_does()
    {
        Assert.Equal("no wait", Wait.None.ToString());
        Assert.Equal("200 ms × 2ⁿ⁻¹, at least 1 s, at most 30 s, full jitter", Wait.RandomExponential(Seconds(0.2), Seconds(30), min: Second).ToString());
        Assert.Equal("1 s + random 0 s to 2 s", (Wait.Fixed(Second) + Wait.Random(TimeSpan.Zero, Seconds(2))).ToString());
        Assert.Equal("first 3 s, then 90 s, then 2 h", Wait.Chain(Seconds(3), Seconds(90), TimeSpan.FromHours(2)).ToString());
        Assert.Equal("1 s, ±25 %", Wait.Fixed(Second).WithJitter(0.25).ToString());
    }

    private static IEnumerable<double> Delays(WaitStrategy wait, int attempts) => Enumerable.Range(1, attempts).Select(attempt => wait.GetDelay(Attempt(attempt)).TotalSeconds);

    private static IEnumerable<double> At(WaitStrategy wait, int attempt, params double[] draws) =>
        draws.Select(draw => wait.GetDelay(new() { AttemptNumber = attempt, Randomizer = () => draw }).TotalSeconds);
}
