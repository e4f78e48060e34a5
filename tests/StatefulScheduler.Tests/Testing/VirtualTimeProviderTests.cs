using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Testing;

public class VirtualTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly VirtualTimeProvider time = new(Start);
    private readonly List<string> fired = [];

    private ITimer Timer(string name, double seconds, double period = -0.001) =>
        time.CreateTimer(_ => fired.Add($"{name}@{time.GetElapsedTime(0).TotalSeconds}"), null, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(period));

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_times_each_at_its_own_instant()
    {
        Timer("c", 3);
        Timer("a", 1);
        Timer("b", 2);
        time.Advance(10 * Second);

        Assert.Equal(["a@1", "b@2", "c@3"], fired);
        Assert.Equal(Start + 10 * Second, time.GetUtcNow());
    }

    [Fact]
    public void Timers_that_are_due_together_fire_in_the_order_of_arming()
    {
        var first = Timer("first", 5);
        Timer("second", 1);
        Timer("third", 1);
        first.Change(Second, Timeout.InfiniteTimeSpan);
        time.Advance(Second);

        Assert.Equal(["second@1", "third@1", "first@1"], fired);
    }

    [Fact]
    public void A_periodic_timer_fires_again_and_again_between_the_others()
    {
        Timer("beat", 1, 2);
        Timer("once", 4);
        time.Advance(6 * Second);

        Assert.Equal(["beat@1", "beat@3", "once@4", "beat@5"], fired);
    }

    [Fact]
    public void A_timer_that_is_due_at_once_fires_at_the_next_step_and_not_inside_its_creation()
    {
        Timer("now", 0);
        Assert.Empty(fired);

        time.Advance(TimeSpan.Zero);
        Assert.Equal(["now@0"], fired);
    }

    [Fact]
    public void A_disposed_timer_and_one_that_never_ends_do_not_fire()
    {
        Timer("disposed", 1).Dispose();
        Timer("infinite", -0.001);
        time.Advance(TimeSpan.FromDays(1));

        Assert.Empty(fired);
    }

    [Fact]
    public void A_timer_armed_by_a_callback_fires_on_the_same_way()
    {
        time.CreateTimer(_ => Timer("inner", 1), null, Second, Timeout.InfiniteTimeSpan);
        time.Advance(2 * Second);

        Assert.Equal(["inner@2"], fired);
    }

    [Fact]
    public void A_jump_sets_the_wall_clock_and_lets_no_time_pass()
    {
        Timer("timer", 10);
        time.Jump(TimeSpan.FromHours(1));
        time.Advance(9 * Second);
        Assert.Empty(fired);
        Assert.Equal(Start + TimeSpan.FromHours(1) + 9 * Second, time.GetUtcNow());
        Assert.Equal(9 * Second, time.GetElapsedTime(0));

        time.Jump(-TimeSpan.FromHours(2));
        time.Advance(Second);
        Assert.Equal(["timer@10"], fired);
    }

    [Fact]
    public async Task Delays_and_cancellations_of_the_framework_follow_the_clock()
    {
        var delay = Task.Delay(Second, time);
        using var source = new CancellationTokenSource(2 * Second, time);
        time.Advance(Second);
        await delay;
        Assert.False(source.IsCancellationRequested);

        time.Advance(Second);
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public void Random_timers_fire_in_order()
    {
        var random = new Random(4711);
        for (var i = 0; i < 1000; i++)
            Timer("t", random.Next(1, 500));
        time.Advance(500 * Second);

        var instants = fired.Select(text => double.Parse(text[2..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(1000, instants.Count);
        Assert.Equal(instants.Order(), instants);
    }
}
