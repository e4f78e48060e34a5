using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Stops;

public class StopTests
{
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void After_attempts_counts_the_first(int attempt, bool stops) => Assert.Equal(stops, Stop.AfterAttempt(3).ShouldStop(Attempt(attempt)));

    [Theory]
    [InlineData(0.999, 100, false)]
    [InlineData(1, 0, true)]
    public void After_a_delay_looks_at_the_time_that_has_passed(double elapsed, double next, bool stops) =>
        Assert.Equal(stops, Stop.AfterDelay(Second).ShouldStop(new() { Elapsed = Seconds(elapsed), NextDelay = Seconds(next) }));

    [Theory]
    [InlineData(0.999, 0.0001, false)]
    [InlineData(0.5, 0.5, true)]
    [InlineData(1, 0, true)]
    public void Before_a_delay_counts_the_delay_too(double elapsed, double next, bool stops) =>
        Assert.Equal(stops, Stop.BeforeDelay(Second).ShouldStop(new() { Elapsed = Seconds(elapsed), NextDelay = Seconds(next) }));

    [Fact]
    public void A_delay_for_ever_does_not_overflow() =>
        Assert.True(Stop.BeforeDelay(TimeSpan.MaxValue).ShouldStop(new() { Elapsed = Second, NextDelay = TimeSpan.MaxValue }));

    [Fact]
    public void A_cancelled_token_stops()
    {
        using var source = new CancellationTokenSource();
        var stop = Stop.WhenCancelled(source.Token);
        Assert.False(stop.ShouldStop(Attempt(9)));

        source.Cancel();

        Assert.True(stop.ShouldStop(Attempt(1)));
    }

    [Fact]
    public void Never_never_stops() => Assert.False(Stop.Never.ShouldStop(new() { AttemptNumber = int.MaxValue, Elapsed = TimeSpan.MaxValue }));

    [Theory]
    [InlineData(1, 5, false, false)]
    [InlineData(3, 5, true, false)]
    [InlineData(1, 10, true, false)]
    [InlineData(3, 10, true, true)]
    public void Operators_combine(int attempt, double elapsed, bool either, bool both)
    {
        var (attempts, delay) = (Stop.AfterAttempt(3), Stop.AfterDelay(Seconds(10)));
        var state = new RetryState { AttemptNumber = attempt, Elapsed = Seconds(elapsed) };

        Assert.Equal(either, (attempts | delay).ShouldStop(state));
        Assert.Equal(both, (attempts & delay).ShouldStop(state));
    }

    [Fact]
    public void Nothing_combined_never_stops_and_everything_of_nothing_stops_at_once()
    {
        Assert.False(Stop.Any().ShouldStop(Attempt(9)));
        Assert.True(Stop.All().ShouldStop(Attempt(1)));
    }

    [Fact]
    public void Combinations_of_a_kind_are_one_combination_and_ask_no_further_than_needed()
    {
        var asked = 0;
        StopStrategy counts = Stop.When(_ => ++asked < 0);

        Assert.Equal(3, (counts | Stop.AfterAttempt(1) | counts).Parts.Count);
        Assert.Equal(3, (counts | (Stop.AfterAttempt(1) | counts)).Parts.Count);
        Assert.Equal(2, ((counts & counts) | counts).Parts.Count);
        Assert.True((counts | Stop.AfterAttempt(1) | counts).ShouldStop(Attempt(1)));
        Assert.Equal(1, asked);
        Assert.False((Stop.AfterAttempt(5) & counts).ShouldStop(Attempt(1)));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void A_delegate_is_a_strategy()
    {
        Func<RetryState, bool> even = state => state.AttemptNumber % 2 == 0;
        StopStrategy stop = even;

        Assert.True((stop | Stop.AfterAttempt(9)).ShouldStop(Attempt(4)));
        Assert.False((stop | Stop.AfterAttempt(9)).ShouldStop(Attempt(5)));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_at_construction()
    {
        Assert.Contains("attempts ('0')", Assert.Throws<ArgumentOutOfRangeException>(() => Stop.AfterAttempt(0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Stop.AfterAttempt(-1));
        Assert.Contains("limit ('-00:00:01')", Assert.Throws<ArgumentOutOfRangeException>(() => Stop.AfterDelay(-Second)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Stop.BeforeDelay(-Second));
        Assert.Throws<ArgumentNullException>(() => Stop.When(null!));
        Assert.Throws<ArgumentNullException>(() => Stop.Never | null!);
    }

    [Fact]
    public void Each_says_what_it_does()
    {
        Assert.Equal("after 3 attempts", Stop.AfterAttempt(3).ToString());
        Assert.Equal("never", Stop.Never.ToString());
        Assert.Equal(
            "after 10 s or (after 1 attempt and before a delay past 1.5 s)",
            (Stop.AfterDelay(Seconds(10)) | (Stop.AfterAttempt(1) & Stop.BeforeDelay(Seconds(1.5)))).ToString());
    }
}
