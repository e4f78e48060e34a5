using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Combinations;

public class ExceptDaysTests
{
    private static readonly DateOnly Christmas = new(2026, 12, 25);
    private static readonly DateOnly BoxingDay = new(2026, 12, 26);
    private static readonly DateTimeOffset Eve = Utc("2026-12-24T12:00:00Z");

    [Fact]
    public void Whole_days_are_dropped_in_the_trigger_s_own_zone()
    {
        var tokyo = Trigger.Cron("0 0,23 * * *", "Asia/Tokyo").Except(Christmas);

        // 23:00 on the eve, then midnight on Boxing Day.
        Assert.Equal(Utc("2026-12-24T14:00:00Z", "2026-12-25T15:00:00Z"), tokyo.Occurrences(Eve).Take(2));
    }

    [Fact]
    public void Each_part_of_a_union_keeps_its_own_zone()
    {
        var both = (Trigger.Cron("0 20 * * *", "Asia/Tokyo") | Trigger.Cron("0 20 * * *", "America/New_York")).Except(Christmas);

        Assert.Equal("0 20 * * * Asia/Tokyo except 2026-12-25 | 0 20 * * * America/New_York except 2026-12-25", both.ToString());
        Assert.Equal(
            Utc("2026-12-25T01:00:00Z", "2026-12-26T11:00:00Z", "2026-12-27T01:00:00Z"),
            both.Occurrences(Utc("2026-12-25T00:00:00Z")).Take(3));
    }

    [Fact]
    public void A_group_goes_by_the_first_zone_in_it()
    {
        var group = (Trigger.Every(TimeSpan.FromHours(1), Eve) & Trigger.Cron("0 * * * *", "Asia/Tokyo")).Except(Christmas);

        Assert.Equal(Utc("2026-12-24T14:00:00Z", "2026-12-25T15:00:00Z"), group.Occurrences(Utc("2026-12-24T14:00:00Z")).Take(2));
    }

    [Fact]
    public void A_trigger_without_a_zone_is_given_the_scheduler_s()
    {
        var every = Trigger.Every(TimeSpan.FromHours(1), Eve).Except(Christmas);

        Assert.Equal("every 01:00:00 from 2026-12-24T12:00:00Z except 2026-12-25", every.ToString());
        Assert.Equal("every 01:00:00 from 2026-12-24T12:00:00Z except 2026-12-25 Asia/Tokyo", every.InZone("Asia/Tokyo").ToString());
        Assert.Equal(every.InZone("Asia/Tokyo"), every.InZone("Asia/Tokyo").InZone("Europe/Berlin"));
        Assert.Equal(Utc("2026-12-24T23:00:00Z", "2026-12-26T00:00:00Z"), every.Occurrences(Utc("2026-12-24T23:00:00Z")).Take(2));
        Assert.Equal(Utc("2026-12-24T14:00:00Z", "2026-12-25T15:00:00Z"), every.InZone("Asia/Tokyo").Occurrences(Utc("2026-12-24T14:00:00Z")).Take(2));
        Assert.Equal(
            "0 9 * * * Asia/Tokyo except 2026-12-25",
            Trigger.Cron("0 9 * * *").Except(Christmas).InZone("Asia/Tokyo").ToString());
        Assert.Equal(
            "(every 01:00:00 & 0 9 * * * Europe/Berlin) except 2026-12-25",
            (Trigger.Every(TimeSpan.FromHours(1)) & Trigger.Cron("0 9 * * *")).Except(Christmas).InZone("Europe/Berlin").ToString());
    }

    [Fact]
    public void A_trigger_of_one_s_own_goes_by_the_scheduler_s_zone()
    {
        var own = new OwnTrigger().Except(Christmas).InZone("Asia/Tokyo");

        Assert.Equal(Utc("2026-12-25T15:00:00Z"), own.After(Utc("2026-12-24T14:59:59Z")));
    }

    [Fact]
    public void Days_are_sorted_and_counted_once()
    {
        var hourly = Trigger.Cron("0 * * * *");

        Assert.Equal(hourly.Except(Christmas, BoxingDay), hourly.Except(BoxingDay, Christmas, BoxingDay));
        Assert.Equal(hourly.Except(Christmas, BoxingDay), hourly.Except(BoxingDay).Except(Christmas));
        Assert.Equal(hourly.Except(Christmas, BoxingDay).GetHashCode(), hourly.Except(BoxingDay).Except(Christmas).GetHashCode());
        Assert.NotEqual(hourly.Except(Christmas), hourly.Except(BoxingDay));
        Assert.Same(hourly, hourly.Except());
        Assert.Equal(Trigger.Never, Trigger.Never.Except(Christmas));
        Assert.Throws<ArgumentNullException>("dates", () => hourly.Except((IEnumerable<DateOnly>)null!));
    }

    [Fact]
    public void Days_given_later_join_those_given_before_whatever_stands_between()
    {
        Trigger every = Trigger.Every(TimeSpan.FromHours(1)), noon = Trigger.Cron("0 12 * * *");
        var all = every.Until(Eve).Except(Christmas, BoxingDay).Except(noon).WithJitter(TimeSpan.FromMinutes(1));

        Assert.Equal(all, every.Except(Christmas).Except(noon).WithJitter(TimeSpan.FromMinutes(1)).Except(BoxingDay).Until(Eve));
        Assert.Equal(all, every.WithJitter(TimeSpan.FromMinutes(1)).Except(noon).Except(BoxingDay).Until(Eve).Except(Christmas));
    }

    [Fact]
    public void The_latest_is_before_the_days()
    {
        var hourly = Trigger.Cron("0 * * * *", "Europe/Berlin").Except(Christmas, BoxingDay);
        var context = new TriggerContext(Eve, Eve);

        Assert.Equal(Utc("2026-12-24T22:00:00Z"), hourly.Latest(context, Utc("2026-12-26T22:59:59Z")));
        Assert.Equal(Utc("2026-12-26T23:00:00Z"), hourly.Latest(context, Utc("2026-12-26T23:00:00Z")));
        Assert.Null(hourly.Latest(context with { Previous = Utc("2026-12-24T22:00:00Z") }, Utc("2026-12-26T22:59:59Z")));
    }

    [Fact]
    public void A_day_is_jumped_over_not_walked_through()
    {
        var days = Enumerable.Range(0, 3_650).Select(day => Christmas.AddDays(day));
        var counting = new OwnTrigger();

        var next = counting.Except(days).After(Eve.AddHours(11.9999));

        Assert.Equal(new DateTimeOffset(Christmas.AddDays(3_650).ToDateTime(default), TimeSpan.Zero), next);
        Assert.InRange(counting.Asked, 2, 10); // once more for each change of the clocks' table
    }

    [Fact]
    public void A_rest_that_would_end_on_such_a_day_begins_when_it_is_over()
    {
        var rest = Trigger.AfterEachRun(TimeSpan.FromMinutes(10)).Except(Christmas, BoxingDay);
        var ran = new TriggerContext(Eve, Eve, Utc("2026-12-24T23:00:00Z"), Utc("2026-12-24T23:55:00Z"));

        Assert.Equal(Utc("2026-12-27T00:10:00Z"), rest.Next(ran));
        Assert.Equal(Utc("2026-12-27T00:10:00Z"), rest.Latest(ran, Utc("2026-12-28")));
    }

    [Fact]
    public void A_day_of_23_or_25_hours_is_dropped_whole_and_no_more()
    {
        var berlin = Trigger.Cron("30 * * * *", "Europe/Berlin");
        var (spring, autumn) = (new DateOnly(2026, 3, 29), new DateOnly(2026, 10, 25));
        var context = new TriggerContext(Utc("2026-01-01"), Eve);

        Assert.Equal(Utc("2026-03-28T22:30:00Z", "2026-03-29T22:30:00Z"), berlin.Except(spring).Occurrences(Utc("2026-03-28T22:00:00Z")).Take(2));
        Assert.Equal(Utc("2026-03-28T22:30:00Z"), berlin.Except(spring).Latest(context, Utc("2026-03-29T22:29:59Z")));
        Assert.Equal(Utc("2026-10-24T21:30:00Z", "2026-10-25T23:30:00Z"), berlin.Except(autumn).Occurrences(Utc("2026-10-24T21:00:00Z")).Take(2));
        Assert.Equal(Utc("2026-10-24T21:30:00Z"), berlin.Except(autumn).Latest(context, Utc("2026-10-25T23:29:59Z")));
    }

    [Fact]
    public void A_day_whose_end_is_shown_twice_is_dropped_twice()
    {
        // In Asuncion clocks went back from midnight to 23:00.
        var asuncion = Trigger.Cron("*/30 * * * *", "America/Asuncion", overlap: OverlapRule.Both);
        var day = new DateOnly(2023, 3, 25); // lasts until the second 23:59:59

        Assert.Equal(Utc("2023-03-25T02:30:00Z", "2023-03-26T04:00:00Z"), asuncion.Except(day).Occurrences(Utc("2023-03-25T02:30:00Z")).Take(2));
        Assert.Equal(
            Utc("2023-03-25T02:30:00Z"),
            asuncion.Except(day).Latest(new TriggerContext(Utc("2023-03-01"), Eve), Utc("2023-03-26T03:59:59Z")));
    }

    [Fact]
    public void A_day_that_a_zone_left_out_drops_nothing()
    {
        var apia = Trigger.Cron("0 12 * * *", "Pacific/Apia");

        Assert.Equal(
            apia.Occurrences(Utc("2011-12-28")).Take(5),
            apia.Except(new DateOnly(2011, 12, 30)).Occurrences(Utc("2011-12-28")).Take(5));
        Assert.Equal(
            Utc("2011-12-28T22:00:00Z", "2011-12-31T22:00:00Z"),
            apia.Except(new DateOnly(2011, 12, 29), new DateOnly(2011, 12, 30), new DateOnly(2011, 12, 31)).Occurrences(Utc("2011-12-28T20:00:00Z")).Take(2));
    }

    [Fact]
    public void The_last_day_of_all_can_be_left_out() => Assert.Equal(
        Utc("9999-12-30T23:00:00Z"),
        Trigger.Cron("0 * * * *").Except(DateOnly.MaxValue).Occurrences(Utc("9999-12-30T22:30:00Z")).Last());

    [Fact]
    public void Days_of_two_zones_are_refused()
    {
        var every = Trigger.Every(TimeSpan.FromHours(1)).Except(Christmas).InZone("Asia/Tokyo");

        Assert.Throws<ArgumentException>("zone", () => ExceptDaysTrigger.Of(every, [BoxingDay], TimeZoneTable.Get("Europe/Berlin")));
        Assert.Equal("every 01:00:00 except 2026-12-25,2026-12-26 Asia/Tokyo", every.Except(BoxingDay).ToString());
    }

    // Each whole second.
    private sealed class OwnTrigger : Trigger
    {
        public int Asked { get; private set; }

        protected override DateTimeOffset? NextCore(in TriggerContext context)
        {
            Asked++;
            var previous = context.Previous ?? context.Added.AddTicks(-1);
            return new DateTimeOffset(((previous.UtcTicks / TimeSpan.TicksPerSecond) + 1) * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        }
    }
}
