using StatefulScheduler.Engine;
using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class StoreClockTests
{
    private readonly VirtualTimeProvider time = new(Start);

    [Fact]
    public void The_store_is_followed_from_its_first_answer_on()
    {
        var clock = new StoreClock(time);
        Answer(clock, Start + 90 * Minute, TimeSpan.Zero, TimeSpan.Zero);
        time.Advance(Minute);

        Assert.Equal(Start + 91 * Minute, clock.Now);
        Assert.Equal(2 * Minute, clock.ElapsedAt(Start + 92 * Minute));
    }

    [Fact]
    public void A_slow_answer_makes_nothing_late()
    {
        var clock = new StoreClock(time);
        Answer(clock, Start, TimeSpan.Zero, TimeSpan.Zero);
        Answer(clock, time.GetUtcNow() + Second, Second, 5 * Second);

        Assert.Equal(time.GetUtcNow(), clock.Now);
    }

    [Fact]
    public void A_quick_answer_corrects_what_a_slow_one_left_open()
    {
        var clock = new StoreClock(time);
        Answer(clock, Start + 60 * Minute, TimeSpan.Zero, 5 * Second);
        Assert.Equal(Start + 60 * Minute, clock.Now);
        Answer(clock, Start + 60 * Minute + 5 * Second, TimeSpan.Zero, TimeSpan.Zero);

        Assert.Equal(Start + 60 * Minute + 5 * Second, clock.Now);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public void A_store_whose_clock_was_set_is_followed(int minutes)
    {
        var clock = new StoreClock(time);
        Answer(clock, Start, TimeSpan.Zero, TimeSpan.Zero);
        Answer(clock, Start + minutes * Minute, TimeSpan.Zero, TimeSpan.Zero);

        Assert.Equal(Start + minutes * Minute, clock.Now);
    }

    [Fact]
    public void A_skew_is_told_once_and_again_after_it_was_mended()
    {
        var clock = new StoreClock(time);
        var told = new List<TimeSpan?>();
        foreach (var wrongBy in new[] { 0.9, 2, 3, 0, -5 })
        {
            time.Advance(2 * Second);
            told.Add(Answer(clock, time.GetUtcNow() - wrongBy * Minute, TimeSpan.Zero, TimeSpan.Zero));
        }

        Assert.Equal([null, 2 * Minute, null, null, -5 * Minute], told);
    }

    [Fact]
    public void A_clock_that_is_set_raises_doubt_until_the_store_has_been_asked()
    {
        var clock = new StoreClock(time);
        Assert.False(clock.IsDoubtful);
        time.Jump(Minute);
        Assert.True(clock.IsDoubtful);
        clock.Learn(Start, time.GetTimestamp(), time.GetTimestamp(), looks: true);

        Assert.False(clock.IsDoubtful);
    }

    // The store looks at its clock between the question and the answer.
    private TimeSpan? Answer(StoreClock clock, DateTimeOffset now, TimeSpan there, TimeSpan back)
    {
        var asked = time.GetTimestamp();
        time.Advance(there + back);
        return clock.Learn(now, asked, time.GetTimestamp());
    }
}
