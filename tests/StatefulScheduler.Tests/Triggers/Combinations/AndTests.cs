using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Combinations;

public class AndTests
{
    private static readonly DateTimeOffset Added = Utc("2026-03-02T00:00:00Z"); // a Monday

    [Fact]
    public void Both_must_name_the_instant()
    {
        var open = Trigger.Cron("0 8-18 * * *", "Europe/Berlin") & Trigger.Cron("0 * * * MON-FRI", "Europe/Berlin");

        Assert.Equal(Utc("2026-03-06T17:00:00Z", "2026-03-09T07:00:00Z"), open.Occurrences(Utc("2026-03-06T17:00:00Z")).Take(2));
        Assert.Equal(Utc("2026-03-06T17:00:00Z"), open.Latest(new TriggerContext(Added, Added), Utc("2026-03-09T06:59:59Z")));
    }

    [Fact]
    public void Grids_meet_where_their_steps_do()
    {
        var every = Trigger.Every(TimeSpan.FromSeconds(4), Added) & Trigger.Every(TimeSpan.FromSeconds(6), Added) & Trigger.Every(TimeSpan.FromSeconds(10), Added);

        Assert.Equal([Added, Added.AddMinutes(1), Added.AddMinutes(2)], every.Occurrences(Added).Take(3));
    }

    [Fact]
    public void A_rare_trigger_makes_the_others_jump()
    {
        var leap = Trigger.Cron("* * * * * *") & Trigger.Cron("0 12 29 2 *") & Trigger.Cron("* * * * *");

        Assert.Equal(Utc("2028-02-29T12:00:00Z"), leap.After(Added));
        Assert.Equal(Utc("2096-02-29T12:00:00Z"), leap.Latest(new TriggerContext(Added, Added), Utc("2104-02-29T11:59:59Z")));
    }

    [Fact]
    public void Equal_parts_fall_away_and_groups_are_one_list()
    {
        Trigger a = Trigger.Cron("0 * * * *"), b = Trigger.Cron("*/30 * * * *"), c = Trigger.Cron("0 9 * * *");

        Assert.Equal(a & b & c, a & (b & c));
        Assert.Equal((a & b & c).GetHashCode(), (a & (b & c)).GetHashCode());
        Assert.Equal(a & b, a & b & a);
        Assert.Equal(a, a & a);
        Assert.Equal(a & b, Trigger.BitwiseAnd(a, b));
        Assert.NotEqual(a & b, b & a);
        Assert.NotEqual(a & b, a | b);
        Assert.Equal(Trigger.Never, a & Trigger.Never);
        Assert.Equal(Trigger.Never, Trigger.Never & a);
    }

    [Fact]
    public void It_ends_when_one_part_ends()
    {
        var both = Trigger.Cron("0 * * * *") & Trigger.Cron("*/30 * * * *").Until(Added.AddHours(2));

        Assert.Equal([Added, Added.AddHours(1), Added.AddHours(2)], both.Occurrences(Added));
        Assert.Equal(both.Occurrences(Added), (Trigger.Cron("0 * * * *") & Trigger.Cron("*/30 * * * *")).Until(Added.AddHours(2)).Occurrences(Added));
    }

    [Fact]
    public void From_moves_the_grid_of_every_part()
    {
        var start = Added.AddMinutes(17);
        var both = (Trigger.Every(TimeSpan.FromSeconds(4)) & Trigger.Every(TimeSpan.FromSeconds(6))).From(start);

        Assert.Equal(start, both.FirstWhenAdded(Added));
        Assert.Equal(start.AddSeconds(12), both.After(start));
    }

    [Fact]
    public void The_scheduler_s_zone_is_filled_in_everywhere() => Assert.Equal(
        "0 9 * * * Europe/Berlin & (0 9 * * * Asia/Tokyo | * 9 * * * Europe/Berlin)",
        (Trigger.Cron("0 9 * * *") & (Trigger.Cron("0 9 * * *", "Asia/Tokyo") | Trigger.Cron("* 9 * * *"))).InZone("Europe/Berlin").ToString());

    [Fact]
    public void Triggers_that_never_meet_are_refused_with_their_names()
    {
        var odd = Trigger.Every(TimeSpan.FromSeconds(2), Added) & Trigger.Every(TimeSpan.FromSeconds(2), Added.AddSeconds(1));

        var refused = Assert.Throws<InvalidOperationException>(() => odd.After(Added));

        Assert.Contains("every 00:00:02 from 2026-03-02T00:00:00Z", refused.Message, StringComparison.Ordinal);
        Assert.Contains("every 00:00:02 from 2026-03-02T00:00:01Z", refused.Message, StringComparison.Ordinal);
        Assert.Contains("after 100000 steps", refused.Message, StringComparison.Ordinal);
        Assert.Null(odd.Until(Added.AddDays(1)).After(Added));
    }

    [Fact]
    public void Searches_inside_one_another_are_bounded_together()
    {
        // For each second that the outer one tries, the inner one looks through a day of them.
        var nest = Trigger.Cron("0 0 0 * * *") & Trigger.Cron("30 0 12 * * *") | Trigger.Cron("* * * * * *");
        for (var level = 0; level < 8; level++)
            nest = ((nest & Trigger.Cron("* * * * * *")).WithJitter(TimeSpan.FromMilliseconds(1)) & Trigger.Cron("*/2 * * * * *")) | Trigger.Every(TimeSpan.FromSeconds(level + 3), Added);

        Assert.Throws<InvalidOperationException>(() => nest.Occurrences(Added).Take(100).ToList());
    }

    [Fact]
    public void A_search_for_the_latest_is_bounded_too()
    {
        // They meet at the beginning and then not for longer than the search lasts.
        var once = Trigger.Every(TimeSpan.FromSeconds(2), Added) & (Trigger.At(Added) | Trigger.Every(TimeSpan.FromSeconds(2), Added.AddSeconds(1)));

        Assert.Equal(Added, once.FirstWhenAdded(Added));
        Assert.Equal(Added, once.Latest(new TriggerContext(Added, Added), Added.AddHours(1)));
        Assert.Throws<InvalidOperationException>(() => once.Latest(new TriggerContext(Added, Added), Added.AddDays(100)));
    }

    [Fact]
    public void A_start_in_the_past_counts_for_both()
    {
        var start = Added.AddDays(-1);

        Assert.Equal(start, (Trigger.At(start) & Trigger.Every(TimeSpan.FromHours(1), start)).FirstWhenAdded(Added));
        Assert.Null((Trigger.At(start) & Trigger.Cron("0 * * * *")).FirstWhenAdded(Added));
    }

    [Fact]
    public void Now_is_the_instant_of_adding()
    {
        var atOnce = Trigger.Now & Trigger.Cron("0 * * * *");

        Assert.Equal(Added, atOnce.FirstWhenAdded(Added));
        Assert.Null(atOnce.After(Added));
        Assert.Null(atOnce.FirstWhenAdded(Added.AddMinutes(1)));
    }

    [Fact]
    public void A_rest_counts_from_the_run_and_then_from_where_the_other_lets_it_begin()
    {
        // Every second of office hours: a trigger that only says when others may.
        var office = Trigger.AfterEachRun(TimeSpan.FromMinutes(30)) & Trigger.Cron("* * 8-17 * * *");
        var ran = new TriggerContext(Added, Added, Added.AddHours(10), Added.AddHours(10).AddMinutes(5));

        Assert.Equal(Added.AddHours(10).AddMinutes(35), office.Next(ran));
        Assert.Equal(Added.AddHours(10).AddMinutes(35), office.Latest(ran, Added.AddDays(1)));

        var late = new TriggerContext(Added, Added, Added.AddHours(17), Added.AddHours(17).AddMinutes(45));
        Assert.Equal(Added.AddDays(1).AddHours(8).AddMinutes(30), office.Next(late));
        Assert.Equal(Added.AddDays(1).AddHours(8).AddMinutes(30), office.Latest(late, Added.AddDays(2)));
        Assert.Null(office.Latest(late, Added.AddDays(1).AddHours(8)));
    }

    [Fact]
    public void A_rest_beside_a_grid_is_refused_since_they_meet_by_chance_only()
    {
        var chance = Trigger.AfterEachRun(TimeSpan.FromMinutes(1)) & Trigger.Cron("0 9 * * *");

        Assert.Throws<InvalidOperationException>(() => chance.FirstWhenAdded(Added.AddTicks(1)));
    }

    [Fact]
    public void An_empty_intersection_is_refused() => Assert.Throws<ArgumentException>(() => AndTrigger.Of([]));

    [Fact]
    public void The_last_before_is_found_backwards_from_where_one_looks()
    {
        // The first common instant from the year 1 on is more than the allowed steps away: 86,399 seconds and a day meet every 236 years.
        var trigger = Trigger.Every(TimeSpan.FromSeconds(86_399), Utc("2026-01-01")) & Trigger.Cron("0 0 * * *");

        Assert.Equal(Utc("2026-01-01"), trigger.LastBefore(Utc("2030-01-01")));
        Assert.Null(trigger.LastBefore(Utc("2026-01-01")));
    }
}
