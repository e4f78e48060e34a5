using FsCheck;
using FsCheck.Fluent;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Waits;

public class WaitProperties
{
    private static readonly Gen<TimeSpan> Times = Gen.OneOf(Gen.Constant(TimeSpan.Zero), Gen.Choose(1, 1_000_000).Select(ticks => TimeSpan.FromMilliseconds(ticks / 7.0)), Gen.Constant(TimeSpan.MaxValue));

    private static readonly Gen<WaitStrategy> Simple =
        from first in Times
        from second in Times
        from max in Times
        from factor in Gen.Elements(0.5, 1, 1.5, 2, 10, 1e300)
        from wait in Gen.Elements(
            Wait.Fixed(first),
            Wait.Random(first < second ? first : second, first < second ? second : first),
            Wait.Incrementing(first, second, max),
            Wait.Exponential(first, max, factor, second),
            Wait.RandomExponential(first, max, factor, second),
            Wait.EqualJitter(first, max, factor, second),
            Wait.ExponentialJitter(first, max, factor, second, TimeSpan.Zero),
            Wait.ExponentialJitter(first, max, factor, second, second, exactAtMax: true),
            Wait.DecorrelatedJitter(first, max))
        select wait;

    private static readonly Gen<WaitStrategy> Waits = Gen.OneOf(
        Simple,
        from left in Simple from right in Simple select left + right,
        from left in Simple from right in Simple select Wait.Chain(left, right),
        from wait in Simple from percent in Gen.Choose(1, 100) select wait.WithJitter(percent / 100.0));

    private static readonly Arbitrary<(WaitStrategy Wait, int Attempt, int Draw)> Cases =
        (from wait in Waits from attempt in Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(1, 200_000)) from draw in Gen.Choose(0, 999) select (wait, attempt, draw)).ToArbitrary();

    [Fact]
    public void A_delay_is_never_negative_and_lies_where_the_preview_says() => Prop.ForAll(Cases, given =>
    {
        var delay = given.Wait.GetDelay(new() { AttemptNumber = given.Attempt, Randomizer = () => given.Draw / 1000.0 });
        var (min, max) = new RetryPolicy(new() { Wait = given.Wait, MaxAttempts = int.MaxValue }).PreviewDelays(Math.Min(given.Attempt, 50)) is { } preview && given.Attempt <= 50
            ? preview[given.Attempt - 1]
            : new(TimeSpan.Zero, TimeSpan.MaxValue);
        return delay >= TimeSpan.Zero && delay >= min && delay <= max;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sum_is_the_sum_of_its_parts() => Prop.ForAll(Simple.Zip(Simple).ToArbitrary(), given =>
    {
        var state = new RetryState { AttemptNumber = 3, Randomizer = () => 0.25 };
        var (left, right) = (given.Item1.GetDelay(state), given.Item2.GetDelay(state));
        return (given.Item1 + given.Item2).GetDelay(state) == (left < TimeSpan.MaxValue - right ? left + right : TimeSpan.MaxValue);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_seeded_decision_comes_out_the_same_again() => Prop.ForAll(Cases, given =>
    {
        var policy = new RetryPolicy(new() { Wait = given.Wait, Stop = Stop.Never });
        var progress = new RetryProgress(given.Attempt, TestClock.Start.AddSeconds(given.Draw)) { Key = "job" };
        var (one, other) = (policy.Decide(progress, new TimeoutException(), TestClock.Start), policy.Decide(progress, new TimeoutException(), TestClock.Start));
        return one == other;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_who_failed_together_do_not_come_back_together()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.RandomExponential(Seconds(100)), Stop = Stop.Never });

        var delays = Enumerable.Range(0, 1000).Select(job => policy.Decide(RetryProgress.Start(TestClock.Start, $"job {job}"), new TimeoutException(), TestClock.Start).Delay.TotalSeconds).ToList();

        Assert.Equal(1000, delays.Distinct().Count());
        for (var tenth = 0; tenth < 10; tenth++)
            Assert.InRange(delays.Count(delay => (int)(delay / 10) == tenth), 60, 145);
    }
}
