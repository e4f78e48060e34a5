using System.Globalization;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Calendar;

public class CalendarTriggerTests
{
    private static readonly DateTimeOffset Added = Utc("2026-03-02T12:00:00Z");

    [Fact]
    public void A_job_can_be_added_at_the_first_local_time_of_a_west_offset()
    {
        var added = new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.FromHours(-12));

        Assert.Equal(Utc("0001-01-01T13:00:00Z"), Trigger.Calendar(new CalendarPeriod(Days: 1), new TimeOnly(13, 0)).FirstWhenAdded(added));
    }

    // Each step from the start, it took minutes.
    [Fact(Timeout = 30_000)]
    public async Task A_date_far_from_the_start_of_months_and_days_is_found_at_once()
    {
        var ancient = Trigger.Parse("every 1 month 1 day at 09:00 from 0001-01-01");
        var atNoon = ancient & Trigger.Parse("0 12 * * *");

        await Task.Run(() => Assert.Throws<InvalidOperationException>(() => atNoon.NextAfter(Utc("2026-01-01T00:00:00Z"))), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("every 1 month 1 day at 09:00 from 0001-01-01")]
    [InlineData("every 1 month 30 days at 09:00 from 1900-01-31 missing last-day")]
    [InlineData("every 2 years 1 week 8 days at 09:00 from 1000-02-28")]
    public void Dates_far_from_the_start_are_those_of_a_walk(string text)
    {
        var trigger = Trigger.Parse(text);
        var walked = trigger.Occurrences(DateTimeOffset.MinValue).ToList();

        for (var i = 1; i < walked.Count; i += 37)
        {
            Assert.Equal(walked[i], trigger.NextAfter(walked[i - 1]));
            Assert.Equal(walked[i - 1], trigger.LastBefore(walked[i]));
        }
    }

    // The text of a trigger with a start, and its first occurrences. Those that stand for APScheduler's rule are its own answers.
    [Theory]
    [InlineData("every 2 months 2 weeks 3 days at 17:00 America/Los_Angeles from 2017-11-11", "2017-11-11T17:00-08:00 2018-01-28T17:00-08:00 2018-04-14T17:00-07:00 2018-07-01T17:00-07:00")]
    [InlineData("every 2 months at 13:00 America/Sao_Paulo from 2018-07-31", "2018-07-31T13:00-03:00 2019-01-31T13:00-02:00 2019-03-31T13:00-03:00 2019-05-31T13:00-03:00")]
    [InlineData("every 100 days at 14:00 Europe/Berlin from 2020-05-31", "2020-05-31T14:00+02:00 2020-09-08T14:00+02:00 2020-12-17T14:00+01:00 2021-03-27T14:00+01:00")]
    [InlineData("every year at 00:00 UTC from 2096-02-29", "2096-02-29T00:00Z 2104-02-29T00:00Z 2108-02-29T00:00Z")]
    [InlineData("every month at 09:00 UTC from 2026-01-31", "2026-01-31T09:00Z 2026-03-31T09:00Z 2026-05-31T09:00Z 2026-07-31T09:00Z")]
    [InlineData("every month at 09:00 UTC from 2026-01-31 missing last-day", "2026-01-31T09:00Z 2026-02-28T09:00Z 2026-03-31T09:00Z 2026-04-30T09:00Z")]
    [InlineData("every year at 09:00 UTC from 2024-02-29 missing last-day", "2024-02-29T09:00Z 2025-02-28T09:00Z 2026-02-28T09:00Z 2027-02-28T09:00Z 2028-02-29T09:00Z")]
    [InlineData("every 1 month 1 day at 09:00 UTC from 2026-01-31 missing last-day", "2026-01-31T09:00Z 2026-03-01T09:00Z 2026-04-02T09:00Z 2026-05-03T09:00Z")]
    public void Years_and_months_come_first_and_then_weeks_and_days(string text, string expected) => Fires(text, expected);

    [Theory]
    [InlineData("every 13 months at 02:00 Europe/Berlin from 2030-03-31", "2032-05-31T02:00+02:00 2034-07-31T02:00+02:00 2035-08-31T02:00+02:00")]
    [InlineData("every week at 02:30 America/New_York from 2023-02-26", "2023-02-26T02:30-05:00 2023-03-05T02:30-05:00 2023-03-19T02:30-04:00")]
    [InlineData("every 2 years at 02:00 Africa/Casablanca from 2018-03-25", "2020-03-25T02:00+01:00 2022-03-25T02:00+01:00 2024-03-25T02:00Z")]
    [InlineData("every 2 years 1 week 8 days at 02:15 Australia/Lord_Howe from 2028-10-01", "2030-10-16T02:15+11:00 2032-10-31T02:15+11:00")]
    [InlineData("every day at 01:30 Europe/Dublin from 2026-03-28", "2026-03-28T01:30Z 2026-03-30T01:30+01:00")]
    [InlineData("every day at 02:15 Australia/Lord_Howe from 2026-10-03", "2026-10-03T02:15+10:30 2026-10-05T02:15+11:00")]
    [InlineData("every day at 12:00 Pacific/Apia from 2011-12-29", "2011-12-29T12:00-10:00 2011-12-31T12:00+14:00")]
    [InlineData("every day at 02:30 Africa/Casablanca from 2026-03-21", "2026-03-21T02:30Z 2026-03-23T02:30+01:00")]
    public void A_date_whose_time_the_clocks_skip_is_passed_over_and_counted_from(string text, string expected) => Fires(text, expected);

    [Theory]
    [InlineData("every day at 02:30 Europe/Berlin from 2026-03-29 gap fire-after", "2026-03-29T03:00+02:00 2026-03-30T02:30+02:00")]
    [InlineData("every day at 02:30 Europe/Berlin from 2026-03-29 gap shift", "2026-03-29T03:30+02:00 2026-03-30T02:30+02:00")]
    [InlineData("every day at 02:15:30 Australia/Lord_Howe from 2026-10-04 gap fire-after", "2026-10-04T02:30+11:00 2026-10-05T02:15:30+11:00")]
    [InlineData("every day at 02:15:30 Australia/Lord_Howe from 2026-10-04 gap shift", "2026-10-04T02:45:30+11:00 2026-10-05T02:15:30+11:00")]
    [InlineData("every day at 01:30 Europe/Dublin from 2026-03-29 gap shift", "2026-03-29T02:30+01:00 2026-03-30T01:30+01:00")]
    [InlineData("every day at 12:00 Pacific/Apia from 2011-12-29 gap fire-after", "2011-12-29T12:00-10:00 2011-12-31T00:00+14:00 2011-12-31T12:00+14:00")]
    [InlineData("every day at 12:00 Pacific/Apia from 2011-12-29 gap shift", "2011-12-29T12:00-10:00 2011-12-31T12:00+14:00 2012-01-01T12:00+14:00")]
    public void A_rule_says_what_a_skipped_time_stands_for(string text, string expected) => Fires(text, expected);

    [Theory]
    [InlineData("every 5 days at 02:00 Europe/Berlin from 2017-10-24", "2017-10-24T02:00+02:00 2017-10-29T02:00+02:00 2017-11-03T02:00+01:00")]
    [InlineData("every 5 days at 02:00 Europe/Berlin from 2017-10-24 overlap last", "2017-10-24T02:00+02:00 2017-10-29T02:00+01:00 2017-11-03T02:00+01:00")]
    [InlineData("every 5 days at 02:00 Europe/Berlin from 2017-10-24 overlap both", "2017-10-24T02:00+02:00 2017-10-29T02:00+02:00 2017-10-29T02:00+01:00 2017-11-03T02:00+01:00")]
    [InlineData("every day at 01:45 Australia/Lord_Howe from 2026-04-05 overlap both", "2026-04-05T01:45+11:00 2026-04-05T01:45+10:30 2026-04-06T01:45+10:30")]
    [InlineData("every day at 01:30 Europe/Dublin from 2026-10-25 overlap both", "2026-10-25T01:30+01:00 2026-10-25T01:30Z 2026-10-26T01:30Z")]
    [InlineData("every day at 02:29 Africa/Casablanca from 2026-02-15 overlap last", "2026-02-15T02:29Z 2026-02-16T02:29Z")]
    [InlineData("every day at 23:30 America/Asuncion from 2023-03-25 overlap both", "2023-03-25T23:30-03:00 2023-03-25T23:30-04:00 2023-03-26T23:30-04:00")]
    public void A_rule_says_which_of_two_equal_times_is_meant(string text, string expected) => Fires(text, expected);

    [Fact]
    public void Intervals_means_the_first_since_a_time_of_day_is_none() => Assert.Equal(
        Trigger.Calendar(new(Days: 1), new TimeOnly(2, 30), "Europe/Berlin"),
        Trigger.Calendar(new(Days: 1), new TimeOnly(2, 30), "Europe/Berlin", overlap: OverlapRule.Intervals));

    [Fact]
    public void A_start_is_due_even_when_it_has_passed()
    {
        var trigger = Trigger.Calendar(new(Months: 1), new TimeOnly(3, 0), "Europe/Berlin", new DateOnly(2020, 1, 1));

        Assert.Equal(Utc("2020-01-01T02:00:00Z"), trigger.FirstWhenAdded(Added));
        Assert.Equal(Utc("2026-04-01T01:00:00Z"), trigger.After(Added));
        Assert.Equal(Utc("2020-01-01T02:00:00Z"), trigger.After(Utc("1999-01-01")));
        Assert.Equal(Utc("2026-04-01T01:00:00Z"), trigger.From(Added).FirstWhenAdded(Added));
    }

    [Fact]
    public void Without_a_start_it_counts_from_the_day_of_adding_in_its_zone()
    {
        // Half past midnight in Tokyo, on the third; 03:00 is still to come.
        var added = Utc("2026-03-02T15:30:00Z");
        var trigger = Trigger.Calendar(new(Days: 10), new TimeOnly(3, 0), "Asia/Tokyo");

        Assert.Equal(Utc("2026-03-02T18:00:00Z"), trigger.FirstWhenAdded(added));
        Assert.Equal(Utc("2026-03-12T18:00:00Z"), trigger.Next(new TriggerContext(added, added, Utc("2026-03-02T18:00:00Z"))));
        Assert.Equal(Utc("2026-03-12T18:00:00Z"), trigger.FirstWhenAdded(Utc("2026-03-02T18:00:00.0000001Z")));
        Assert.Equal(Utc("2026-03-02T18:00:00Z"), trigger.Next(new TriggerContext(added, added, added.AddYears(-1))));
        Assert.Equal(Utc("2026-03-02T18:00:00Z"), trigger.FirstWhenAdded(Utc("2026-03-02T18:00:00Z")));
        Assert.Null(trigger.Latest(new TriggerContext(added, added, DateTimeOffset.MinValue), Utc("2026-03-02T17:59:59Z")));
    }

    [Fact]
    public void The_scheduler_s_zone_is_filled_in_where_none_is_named()
    {
        var open = Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0));

        Assert.Equal("every day at 09:00 Asia/Tokyo", open.InZone("Asia/Tokyo").ToString());
        Assert.Equal(open.InZone("Asia/Tokyo"), open.InZone("Asia/Tokyo").InZone("Europe/Berlin"));
        Assert.Equal(Utc("2026-03-03T09:00:00Z"), open.FirstWhenAdded(Added));
    }

    [Fact]
    public void Bounds_and_days_go_around_it()
    {
        var trigger = Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0), "Asia/Tokyo", new DateOnly(2026, 3, 1))
            .From(Added).Until(Added.AddDays(4)).Except(new DateOnly(2026, 3, 4));

        Assert.Equal(Utc("2026-03-03T00:00:00Z", "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z"), trigger.Occurrences(Added.AddYears(-1)));
    }

    [Fact]
    public void An_occurrence_that_a_gap_moved_to_the_day_after_is_found_on_that_day()
    {
        var apia = Trigger.Parse("every 2 days at 12:00 Pacific/Apia from 2011-12-28 gap shift");

        Assert.Equal(Utc("2011-12-30T22:00:00Z"), apia.After(Utc("2011-12-30T16:00:00Z"))); // 06:00 on the 31st
    }

    [Fact]
    public void An_occurrence_just_before_the_clocks_go_back_over_midnight_is_the_latest_on_the_day_that_is_shown_again()
    {
        // At 00:01 they went back to 23:01.
        var johns = Trigger.Parse("every day at 00:00:30 America/St_Johns from 2010-11-01");
        var twice = Trigger.Parse("every day at 00:00:30 America/St_Johns from 2010-11-01 overlap both");

        Assert.Equal(Utc("2010-11-07T02:30:30Z"), johns.Latest(new TriggerContext(Added, Added), Utc("2010-11-07T03:00:00Z")));
        Assert.Equal(Utc("2010-11-07T02:30:30Z", "2010-11-07T03:30:30Z", "2010-11-08T03:30:30Z"), twice.Occurrences(Utc("2010-11-07")).Take(3));
        Assert.Equal(Utc("2010-11-07T03:30:30Z"), twice.After(Utc("2010-11-07T03:00:00Z")));
    }

    [Fact]
    public void Jobs_that_share_it_each_count_from_their_own_day()
    {
        var shared = Trigger.Calendar(new(Months: 1, Days: 1), new TimeOnly(9, 0), "UTC");

        for (var day = 0; day < 5; day++)
            Assert.Equal(Utc("2026-04-03T09:00:00Z").AddDays(day), shared.FirstWhenAdded(Added.AddDays(day)));
    }

    [Fact]
    public void A_bound_that_lets_it_begin_later_is_the_day_it_counts_from()
    {
        var trigger = Trigger.Calendar(new(Days: 10), new TimeOnly(9, 0), "UTC").From(Utc("2026-05-05T10:00:00Z"));
        var context = new TriggerContext(Added, Added);

        Assert.Equal(Utc("2026-05-15T09:00:00Z"), trigger.Next(context));
        Assert.Equal(Utc("2026-05-25T09:00:00Z"), trigger.Next(context with { Previous = Utc("2026-05-15T09:00:00Z") }));
        Assert.Equal(Utc("2026-05-25T09:00:00Z"), trigger.Latest(context with { Previous = Utc("2026-05-15T09:00:00Z") }, Utc("2026-06-04T08:59:59Z")));
    }

    [Fact]
    public void It_ends_with_the_last_date_there_is()
    {
        var trigger = Trigger.Calendar(new(Years: 7_000), new TimeOnly(9, 0), "UTC", new DateOnly(2026, 1, 1));

        Assert.Equal([Utc("2026-01-01T09:00:00Z"), Utc("9026-01-01T09:00:00Z")], trigger.Occurrences(Utc("2000-01-01")));
        Assert.Equal(Utc("9999-12-31T09:00:00Z"), Trigger.Parse("every day at 09:00 UTC from 9999-12-31").FirstWhenAdded(Added));
        Assert.Null(Trigger.Parse("every day at 23:00 America/New_York from 9999-12-31").FirstWhenAdded(Added)); // it would be the year 10000
        Assert.Null(Trigger.Parse("every day at 09:00 UTC from 9999-12-31").After(Utc("9999-12-31T09:00:00Z")));
        Assert.Null(Trigger.Parse("every month 1 day at 09:00 UTC from 9999-11-30").After(Utc("9999-12-31T09:00:00Z")));
        Assert.Equal([DateTimeOffset.MinValue], Trigger.Parse("every 2000000000 years at 00:00 UTC from 0001-01-01").Occurrences(DateTimeOffset.MinValue));
        Assert.Equal(
            Utc("9999-12-31T09:00:00Z"),
            Trigger.Parse("every day at 09:00 UTC from 2026-01-01").Latest(new TriggerContext(Added, Added), DateTimeOffset.MaxValue));
    }

    [Fact]
    public void What_is_far_away_is_reached_by_arithmetic()
    {
        var context = new TriggerContext(Added, Added);
        var asked = Utc("9000-01-01");
        foreach (var every in (string[])["day", "3 weeks 2 days", "month", "7 months", "year"])
        {
            var trigger = Trigger.Parse($"every {every} at 09:00 Europe/Berlin from 0001-01-31");
            var watch = System.Diagnostics.Stopwatch.StartNew();
            for (var i = 0; i < 1_000; i++)
            {
                var next = trigger.After(asked)!.Value;
                Assert.Equal(next, trigger.Latest(context with { Previous = asked }, next));
            }

            // It takes milliseconds. A walk would take a hundred thousand steps each time, or three million.
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("every", () => Trigger.Calendar(default, new TimeOnly(9, 0)));
        Assert.Throws<ArgumentOutOfRangeException>("every", () => Trigger.Calendar(new(Months: 1, Days: -1), new TimeOnly(9, 0)));
        Assert.Throws<ArgumentException>("timeZone", () => Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0), "Mars/Olympus"));
        Assert.Throws<ArgumentOutOfRangeException>("missingDay", () => Trigger.Calendar(new(Days: 1), default, missingDay: (MissingDay)9));
        Assert.Throws<ArgumentOutOfRangeException>("gap", () => Trigger.Calendar(new(Days: 1), default, gap: (GapRule)9));
        Assert.Throws<ArgumentOutOfRangeException>("overlap", () => Trigger.Calendar(new(Days: 1), default, overlap: (OverlapRule)9));
    }

    [Fact]
    public void Every_part_counts_when_two_are_compared()
    {
        Trigger[] all =
        [
            Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0)),
            Trigger.Calendar(new(Days: 2), new TimeOnly(9, 0)),
            Trigger.Calendar(new(Days: 1), new TimeOnly(9, 1)),
            Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0), "UTC"),
            Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0), start: new DateOnly(2026, 1, 1)),
            Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0), missingDay: MissingDay.LastDay),
            Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0), gap: GapRule.Shift),
            Trigger.Calendar(new(Days: 1), new TimeOnly(9, 0), overlap: OverlapRule.Both),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, trigger => Assert.Equal(trigger.GetHashCode(), Trigger.Parse(trigger.ToString()).GetHashCode()));
    }

    private static void Fires(string text, string expected)
    {
        DateTimeOffset[] fires = [.. expected.Split(' ').Select(instant => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture))];
        var trigger = Trigger.Parse(text);

        Assert.Equal(text, trigger.ToString());
        var found = new List<DateTimeOffset>();
        for (DateTimeOffset? next = trigger.FirstWhenAdded(Added); found.Count < fires.Length && next is { } at; next = trigger.After(at))
            found.Add(at);
        Assert.Equal(fires, found);

        // And back again.
        var context = new TriggerContext(Added, Added);
        for (var i = 1; i < fires.Length; i++)
        {
            Assert.Equal(fires[i], trigger.Latest(context, fires[i]));
            Assert.Equal(fires[i - 1], trigger.Latest(context, fires[i].AddTicks(-1)));
        }
        Assert.Null(trigger.Latest(context, fires[0].AddTicks(-1)));
    }
}
