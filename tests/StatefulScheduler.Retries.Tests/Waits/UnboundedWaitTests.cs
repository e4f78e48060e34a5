using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Waits;

public class UnboundedWaitTests
{
    private const double LongestTimeSpan = 922337203685.4775807;

    // 2⁴⁰ seconds are more than a TimeSpan holds; half of them are not.
    [Fact]
    public void A_part_of_a_delay_that_is_too_long_to_say_is_said_when_it_can_be() =>
        Assert.Equal(Seconds(Math.Pow(2, 39)), Delay(Wait.RandomExponential(Second), attempt: 41, draw: 0.5));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.25, LongestTimeSpan)]
    public void Far_out_only_the_least_and_the_longest_are_left(double draw, double expected)
    {
        Assert.Equal(expected, Delay(Wait.RandomExponential(Second, min: Seconds(2)), attempt: 60, draw).TotalSeconds);
        Assert.Equal(expected, Delay(Wait.RandomExponential(Second, min: Seconds(2)), attempt: 100_000, draw).TotalSeconds);
    }

    [Fact]
    public void A_preview_ends_at_the_longest_time_there_is()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.RandomExponential(Second), Stop = Stop.Never });

        Assert.Equal(new DelayRange(TimeSpan.Zero, TimeSpan.MaxValue), policy.PreviewDelays(2_000)[^1]);
    }

    private static TimeSpan Delay(WaitStrategy wait, int attempt, double draw) => wait.GetDelay(new() { AttemptNumber = attempt, Randomizer = () => draw });
}
