using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Execution;

public class PauseTests
{
    [Fact]
    public async Task A_timer_that_fires_early_does_not_end_the_delay()
    {
        var clock = new TestClock { Earliness = TimeSpan.FromMilliseconds(3) };
        var early = 0;
        var idle = TimeSpan.Zero;
        var lastEnd = TimeSpan.Zero;
        var policy = new RetryPolicy(new()
        {
            Wait = Wait.Random(TimeSpan.Zero, Seconds(0.1)),
            MaxAttempts = 10_000,
            TimeProvider = clock,
            After = _ => lastEnd = clock.Passed,
            Before = state => early += state.AttemptNumber > 1 && clock.Passed - lastEnd < state.IdleFor - idle ? 1 : 0,
            BeforeDelay = state => idle = state.IdleFor - state.NextDelay,
        });

        await policy.TryExecuteAsync<int>(_ => throw new IOException());

        Assert.Equal(0, early);
        Assert.True(clock.Slept.Count > 10_000, "The timers were not early.");
    }

    [Fact]
    public void The_systems_timers_are_never_early()
    {
        var lastEnd = 0L;
        var planned = TimeSpan.Zero;
        var shortest = TimeSpan.MaxValue;
        var policy = new RetryPolicy(new()
        {
            Wait = Wait.Random(TimeSpan.FromMilliseconds(0.1), TimeSpan.FromMilliseconds(3)),
            MaxAttempts = 100,
            BeforeDelay = state =>
            {
                planned = state.NextDelay;
                lastEnd = TimeProvider.System.GetTimestamp();
            },
            Before = state =>
            {
                if (state.AttemptNumber > 1 && TimeProvider.System.GetElapsedTime(lastEnd) - planned < shortest)
                    shortest = TimeProvider.System.GetElapsedTime(lastEnd) - planned;
            },
        });

        policy.TryExecute<int>(_ => throw new IOException());

        Assert.InRange(shortest, TimeSpan.Zero, Seconds(1));
    }

    [Fact]
    public async Task A_delay_longer_than_timers_can_be_is_slept_in_pieces()
    {
        var clock = new TestClock();
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(TimeSpan.FromDays(100)), MaxAttempts = 2, TimeProvider = clock });

        await policy.TryExecuteAsync<int>(_ => throw new IOException());

        Assert.Equal(TimeSpan.FromDays(100), clock.Passed);
        Assert.All(clock.Slept, due => Assert.InRange(due, TimeSpan.Zero, TimeSpan.FromDays(49)));
    }

    [Fact]
    public async Task Each_pending_delay_has_one_timer()
    {
        var clock = new TestClock(jumps: false);
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(Second), MaxAttempts = 2, TimeProvider = clock });
        var calls = Enumerable.Range(0, 100).Select(_ => policy.TryExecuteAsync(new Script(new IOException()).CallAsync).AsTask()).ToArray();

        Assert.Equal(100, clock.Armed);
        clock.Advance(Second);

        Assert.All(await Task.WhenAll(calls), outcome => Assert.Equal(2, outcome.Statistics.Attempts));
        Assert.Equal(0, clock.Armed);
    }
}
