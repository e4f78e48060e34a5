namespace StatefulScheduler.Retries.Tests.Blocks;

public class SingleAttemptTests
{
    private readonly TestClock clock = new(jumps: false);

    [Fact]
    public void A_disabled_loop_that_throws_tells_how_it_ended()
    {
        var attempts = Disabled().Attempts();

        Assert.Throws<TimeoutException>(() =>
        {
            foreach (var attempt in attempts)
            {
                try
                {
                    clock.Advance(Some.Second);
                    throw new TimeoutException("slow");
                }
                catch (Exception error) when (attempt.Capture(error))
                {
                }
            }
        });

        Assert.Equal(RetryEnd.Disabled, attempts.End);
        Assert.Equal(new RetryStatistics(1, TimeSpan.Zero, Some.Second), attempts.Statistics);
    }

    [Fact]
    public void A_disabled_loop_that_ends_tells_its_result_and_what_it_took()
    {
        var attempts = Disabled().Attempts();

        foreach (var attempt in attempts)
        {
            clock.Advance(Some.Second);
            attempt.SetResult(42);
        }

        Assert.Equal(RetryEnd.Succeeded, attempts.End);
        Assert.Equal(new RetryStatistics(1, TimeSpan.Zero, Some.Second), attempts.Statistics);
        Assert.True(attempts.TryGetResult<int>(out var result));
        Assert.Equal(42, result);
    }

    [Fact]
    public void A_disabled_loop_that_is_left_has_ended()
    {
        var attempts = Disabled().Attempts();

        foreach (var attempt in attempts)
        {
            attempt.SetResult(42);
            break;
        }

        Assert.Equal(RetryEnd.Succeeded, attempts.End);
        Assert.Equal(1, attempts.Statistics.Attempts);
    }

    private RetryPolicy Disabled() => new(new RetryOptions { Enabled = false, TimeProvider = clock });
}
