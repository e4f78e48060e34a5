using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

public class SimpleTriggerTests
{
    private static readonly DateTimeOffset Added = Utc("2030-01-01T00:00:00Z");

    [Fact]
    public void Now_fires_once_when_the_job_is_added()
    {
        Assert.Equal(Added, Trigger.Now.FirstWhenAdded(Added));
        Assert.Null(Trigger.Now.After(Added));
    }

    [Fact]
    public void Never_does_not_fire() => Assert.Null(Trigger.Never.FirstWhenAdded(Added));

    [Fact]
    public void At_fires_once_even_when_the_instant_has_passed()
    {
        var past = Trigger.At(Added.AddYears(-1));

        Assert.Equal(Added.AddYears(-1), past.FirstWhenAdded(Added));
        Assert.Null(past.After(Added.AddYears(-1)));
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void A_wall_time_with_a_zone_of_its_own_is_refused(DateTimeKind kind) =>
        Assert.Throws<ArgumentException>(() => Trigger.At(new DateTime(2030, 1, 1, 0, 0, 0, kind), "Europe/Berlin"));

    [Fact]
    public void Every_without_a_start_first_fires_one_interval_after_the_adding() =>
        Assert.Equal(Added.AddMinutes(5), Trigger.Every(TimeSpan.FromMinutes(5)).FirstWhenAdded(Added));

    [Fact]
    public void Every_with_a_start_first_fires_there_even_when_it_has_passed() =>
        Assert.Equal(Added.AddDays(-1), Trigger.Every(TimeSpan.FromMinutes(5), Added.AddDays(-1)).FirstWhenAdded(Added));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(4, 5)]
    [InlineData(5, 10)]
    [InlineData(7, 10)]
    [InlineData(-90, 5)]
    public void Every_keeps_to_its_grid_wherever_it_is_asked(int previousMinutes, int expectedMinutes)
    {
        var next = Trigger.Every(TimeSpan.FromMinutes(5))
            .Next(new TriggerContext(Added, Added, Added.AddMinutes(previousMinutes)));

        Assert.Equal(Added.AddMinutes(expectedMinutes), next);
    }

    [Fact]
    public void Now_or_every_starts_at_once()
    {
        var fires = (Trigger.Now | Trigger.Every(TimeSpan.FromMinutes(5))).Occurrences(Added).Take(3);

        Assert.Equal([Added, Added.AddMinutes(5), Added.AddMinutes(10)], fires);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9_999)]
    public void An_interval_shorter_than_a_millisecond_is_refused(long ticks)
    {
        Assert.Throws<ArgumentOutOfRangeException>("interval", () => Trigger.Every(TimeSpan.FromTicks(ticks)));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => Trigger.AfterEachRun(TimeSpan.FromTicks(ticks)));
    }

    [Fact]
    public void After_each_run_counts_from_the_end_of_the_run()
    {
        var trigger = Trigger.AfterEachRun(TimeSpan.FromMinutes(1));

        Assert.Equal(Added, trigger.FirstWhenAdded(Added));
        Assert.Equal(Added.AddMinutes(4), trigger.Next(new TriggerContext(Added, Added, Added, Added.AddMinutes(3))));
        Assert.Equal(Added.AddMinutes(1), trigger.Next(new TriggerContext(Added, Added, Added)));
        Assert.Equal(Added.AddMinutes(1), trigger.Next(new TriggerContext(Added, Added, Added, Added.AddMinutes(-3))));
    }

    [Fact]
    public void From_lets_a_job_begin_later()
    {
        var start = Added.AddDays(1).AddMinutes(30);

        Assert.Equal(start, Trigger.Now.From(start).FirstWhenAdded(Added));
        Assert.Equal(start, Trigger.AfterEachRun(TimeSpan.FromMinutes(1)).From(start).FirstWhenAdded(Added));
        Assert.Equal(Added.AddDays(1).AddHours(1), Trigger.Cron("0 * * * *").From(start).FirstWhenAdded(Added));
        Assert.Equal(start, Trigger.Cron("30 * * * *").From(start).FirstWhenAdded(Added));
        Assert.Equal(Trigger.Every(TimeSpan.FromHours(1), start), Trigger.Every(TimeSpan.FromHours(1)).From(start));
        Assert.Null(Trigger.At(Added).From(start).FirstWhenAdded(Added));
        Assert.Equal(Added, Trigger.Cron("0 * * * *").From(Added.AddYears(-1)).FirstWhenAdded(Added));
    }

    [Fact]
    public void From_drops_what_is_earlier_and_keeps_the_grid_of_a_start()
    {
        var every = Trigger.Every(TimeSpan.FromHours(1), Added);

        Assert.Equal(Trigger.Every(TimeSpan.FromHours(1), Added.AddHours(3)), every.From(Added.AddMinutes(150)));
        Assert.Equal(every, every.From(Added));
        Assert.Equal(every, every.From(Added.AddDays(-1)));
    }

    [Fact]
    public void Until_is_inclusive()
    {
        var hourly = Trigger.Cron("0 * * * *").Until(Added.AddHours(2));

        Assert.Equal([Added, Added.AddHours(1), Added.AddHours(2)], hourly.Occurrences(Added));
    }

    [Fact]
    public void Bounds_given_twice_are_narrowed()
    {
        var trigger = Trigger.Now.From(Added).Until(Added.AddDays(9)).From(Added.AddDays(1)).Until(Added.AddDays(3));

        Assert.Equal("now from 2030-01-02T00:00:00Z until 2030-01-04T00:00:00Z", trigger.ToString());
    }

    [Fact]
    public void An_end_before_the_start_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Trigger.Cron("0 * * * *").From(Added).Until(Added.AddTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trigger.Every(TimeSpan.FromHours(1), Added).Until(Added.AddTicks(-1)));
        Assert.NotNull(Trigger.Every(TimeSpan.FromHours(1), Added).Until(Added));
    }

    [Fact]
    public void A_part_of_a_union_that_lies_outside_the_bounds_falls_away()
    {
        var hourly = Trigger.Cron("0 * * * *");
        var later = Trigger.Every(TimeSpan.FromHours(1), Added.AddDays(9));

        Assert.Equal(hourly.Until(Added.AddDays(1)), (hourly | later).Until(Added.AddDays(1)));
        Assert.Equal(later, (hourly.Until(Added) | later).From(Added.AddDays(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => (later.From(Added.AddDays(10)) | later).Until(Added));
    }

    [Fact]
    public void Or_names_an_instant_of_both_once()
    {
        var fires = (Trigger.Cron("0 * * * *") | Trigger.Cron("*/30 * * * *")).Occurrences(Added).Take(3);

        Assert.Equal([Added, Added.AddMinutes(30), Added.AddMinutes(60)], fires);
    }

    [Fact]
    public void A_trigger_that_goes_back_is_named_in_the_error()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new StuckTrigger().After(Added));

        Assert.Contains(nameof(StuckTrigger), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_the_end_of_time_there_is_no_next()
    {
        var end = DateTimeOffset.MaxValue;

        Assert.Null(Trigger.Every(TimeSpan.FromMilliseconds(1)).FirstWhenAdded(end));
        Assert.Null(Trigger.Every(TimeSpan.MaxValue).FirstWhenAdded(Added));
        Assert.Null(Trigger.Every(TimeSpan.FromDays(1), end.AddHours(-1)).After(end.AddHours(-1)));
        Assert.Null(Trigger.AfterEachRun(TimeSpan.MaxValue).After(Added));
        Assert.Equal(Trigger.Never, Trigger.Every(TimeSpan.FromDays(1), end.AddHours(-1)).From(end));
        Assert.NotEmpty(Trigger.Now.Occurrences(new DateTimeOffset(DateTime.MinValue, TimeSpan.FromHours(-5))));
        Assert.Equal(DateTimeOffset.MinValue, Trigger.Now.Occurrences(DateTimeOffset.MinValue).Single());
        Assert.Equal(end, Trigger.At(end).From(DateTimeOffset.MinValue).Until(end).FirstWhenAdded(Added));
    }

    private sealed class StuckTrigger : Trigger
    {
        protected override DateTimeOffset? NextCore(in TriggerContext context) => context.Previous;
    }
}
