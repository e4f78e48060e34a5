using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Combinations;

public class ExceptTests
{
    private static readonly DateTimeOffset Added = Utc("2026-03-02T00:00:00Z"); // a Monday

    [Fact]
    public void What_the_other_names_is_dropped()
    {
        var hourly = Trigger.Cron("0 * * * *").Except(Trigger.Cron("0 9-17 * * *"));

        Assert.Equal(Utc("2026-03-02T08:00:00Z", "2026-03-02T18:00:00Z"), hourly.Occurrences(Utc("2026-03-02T08:00:00Z")).Take(2));
        Assert.Equal(Utc("2026-03-02T08:00:00Z"), hourly.Latest(new TriggerContext(Added, Added), Utc("2026-03-02T17:59:59Z")));
        Assert.Equal(Utc("2026-03-02T18:00:00Z"), hourly.Latest(new TriggerContext(Added, Added), Utc("2026-03-02T18:00:00Z")));
        Assert.Null(hourly.Latest(new TriggerContext(Added, Added, Utc("2026-03-02T08:00:00Z")), Utc("2026-03-02T17:59:59Z")));
    }

    [Fact]
    public void Instants_are_dropped_to_the_tick()
    {
        var every = Trigger.Every(TimeSpan.FromHours(1), Added);

        Assert.Equal(Added.AddHours(1), every.Except(Trigger.At(Added)).FirstWhenAdded(Added));
        Assert.Equal(Added, every.Except(Trigger.At(Added.AddTicks(1))).FirstWhenAdded(Added));
    }

    [Fact]
    public void What_is_dropped_bit_by_bit_is_dropped_at_once()
    {
        Trigger hourly = Trigger.Cron("0 * * * *"), nine = Trigger.Cron("0 9 * * *"), ten = Trigger.Cron("0 10 * * *");

        Assert.Equal(hourly.Except(nine | ten), hourly.Except(nine).Except(ten));
        Assert.Equal(hourly.Except(nine | ten).GetHashCode(), hourly.Except(nine).Except(ten).GetHashCode());
        Assert.NotEqual(hourly.Except(nine), hourly.Except(ten));
        Assert.NotEqual(hourly.Except(nine), hourly);
        Assert.Equal(hourly, hourly.Except(Trigger.Never));
        Assert.Equal(Trigger.Never, Trigger.Never.Except(nine));
    }

    [Fact]
    public void An_intersection_can_be_dropped_without_looking_for_its_next_instant()
    {
        // These never meet again after the first instant, which a search would have to find out.
        var once = Trigger.Every(TimeSpan.FromSeconds(2), Added) & (Trigger.At(Added) | Trigger.Every(TimeSpan.FromSeconds(2), Added.AddSeconds(1)));

        Assert.Equal(Added.AddHours(1), Trigger.Every(TimeSpan.FromHours(1), Added).Except(once).FirstWhenAdded(Added));
        Assert.Equal(Added, Trigger.Every(TimeSpan.FromHours(1), Added).Except(once.Until(Added).Except(once)).FirstWhenAdded(Added));
    }

    [Fact]
    public void A_trigger_without_itself_is_refused()
    {
        var hourly = Trigger.Cron("0 * * * *");

        Assert.Throws<ArgumentException>("excluded", () => hourly.Except(Trigger.Cron("0 * * * *")));
        Assert.Throws<ArgumentException>("excluded", () => hourly.Except(Trigger.Now | hourly));
        Assert.Throws<ArgumentException>("excluded", () => hourly.WithJitter(TimeSpan.FromSeconds(1)).Except(hourly));
        Assert.Throws<ArgumentNullException>("excluded", () => hourly.Except((Trigger)null!));
    }

    [Fact]
    public void A_trigger_of_which_nothing_is_left_is_told_by_name()
    {
        var nothing = Trigger.Every(TimeSpan.FromSeconds(2), Added).Except(Trigger.Every(TimeSpan.FromSeconds(1), Added));

        var refused = Assert.Throws<InvalidOperationException>(() => nothing.FirstWhenAdded(Added));

        Assert.Contains("every 00:00:02", refused.Message, StringComparison.Ordinal);
        Assert.Contains("every 00:00:01", refused.Message, StringComparison.Ordinal);
        Assert.Null(nothing.Until(Added.AddDays(1)).FirstWhenAdded(Added));
    }

    [Fact]
    public void A_long_run_of_dropped_instants_is_no_error()
    {
        var rare = Trigger.Every(TimeSpan.FromSeconds(1), Added).Except(Trigger.Every(TimeSpan.FromSeconds(1), Added).Until(Added.AddDays(5)));

        Assert.Equal(Added.AddDays(5).AddSeconds(1), rare.FirstWhenAdded(Added));
    }

    [Fact]
    public void The_last_before_is_found_though_all_was_dropped_for_ages()
    {
        var late = Trigger.Cron("* * * * * *").Except(Trigger.Cron("* * * * * *").Until(Added));

        Assert.Equal(Added.AddDays(1), late.LastBefore(Added.AddDays(1).AddTicks(1)));
        Assert.Equal(Added.AddDays(1).AddSeconds(-1), late.Except(new DateOnly(2026, 3, 3)).LastBefore(Added.AddDays(1.5)));
        Assert.InRange(late.WithJitter(TimeSpan.FromSeconds(1)).LastBefore(Added.AddDays(1))!.Value, Added.AddDays(1).AddSeconds(-2), Added.AddDays(1));
        Assert.Null(Trigger.Every(TimeSpan.FromHours(1), Added).Except(Trigger.At(Added)).LastBefore(Added.AddMinutes(59)));
    }

    [Fact]
    public void A_rest_that_would_end_at_a_dropped_instant_goes_on()
    {
        var rest = Trigger.AfterEachRun(TimeSpan.FromMinutes(10)).Except(Trigger.Cron("*/10 12 * * *"));
        var ran = new TriggerContext(Added, Added, Added.AddHours(11), Added.AddHours(12).AddMinutes(20));

        Assert.Equal(Added.AddHours(13), rest.Next(ran));
        Assert.Equal(Added.AddHours(13), rest.Latest(ran, Added.AddDays(1)));
        Assert.Null(rest.Latest(ran, Added.AddHours(12).AddMinutes(59)));
    }

    [Fact]
    public void Bounds_stand_inside_whenever_they_are_given()
    {
        Trigger every = Trigger.Every(TimeSpan.FromHours(1)), noon = Trigger.Cron("0 12 * * *");

        Assert.Equal(every.From(Added).Until(Added.AddDays(1)).Except(noon), every.Except(noon).From(Added).Until(Added.AddDays(1)));
        Assert.Equal(Added, every.Except(noon).From(Added).FirstWhenAdded(Added.AddDays(-1)));
    }

    [Fact]
    public void The_scheduler_s_zone_is_filled_in_on_both_sides() => Assert.Equal(
        "0 * * * * Europe/Berlin except (0 9 * * * Europe/Berlin)",
        Trigger.Cron("0 * * * *").Except(Trigger.Cron("0 9 * * *")).InZone("Europe/Berlin").ToString());
}
