using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

public class CronTriggerTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z")]
    [InlineData("* * * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z")]
    [InlineData("* * * * * *", "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:01Z")]
    [InlineData("59 59 23 31 12 *", "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z")]
    [InlineData("0 9 * * MON-FRI", "2026-01-02T09:00:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("0 9 * * mon-fri", "2026-01-02T09:00:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("0 0 * * 0", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("0 0 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("0 0 * * SAT-MON", "2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z")]
    [InlineData("0 0 * * FRI-7", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("*/15 * * * *", "2026-01-01T00:50:00Z", "2026-01-01T01:00:00Z")]
    [InlineData("7/20 * * * *", "2026-01-01T00:27:00Z", "2026-01-01T00:47:00Z")]
    [InlineData("55-5/5 * * * *", "2026-01-01T00:55:00Z", "2026-01-01T01:00:00Z")]
    [InlineData("1,3,5-7 0 * * *", "2026-01-01T00:03:00Z", "2026-01-01T00:05:00Z")]
    [InlineData("0 22-2/2 * * *", "2026-01-01T00:00:00Z", "2026-01-01T02:00:00Z")]
    [InlineData("0 0 31 * *", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 29 FEB SUN", "2004-03-01T00:00:00Z", "2032-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 5", "2080-03-01T00:00:00Z", "2092-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 1", "2072-03-01T00:00:00Z", "2112-02-29T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2026-01-01T00:00:00Z", "2026-02-13T00:00:00Z")]
    [InlineData("0 0 ? * ?", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("0 0 1 JAN,JUL *", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z")]
    [InlineData(" 0\t0  1 1 * ", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@yearly", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@annually", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@monthly", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("@weekly", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("@daily", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("@MIDNIGHT", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("@hourly", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z")]
    [InlineData("@every_minute", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z")]
    [InlineData("@every_second", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z")]
    public void The_next_match_is_strictly_after_the_previous_one(string expression, string previous, string expected) =>
        Assert.Equal(Utc(expected), Trigger.Cron(expression).After(Utc(previous)));

    [Theory]
    [InlineData("2026-01-01T09:00:00Z", "2026-01-01T09:00:00Z")]
    [InlineData("2026-01-01T09:00:00.0000001Z", "2026-01-02T09:00:00Z")]
    [InlineData("2026-01-01T08:59:59.9999999Z", "2026-01-01T09:00:00Z")]
    public void The_first_match_is_at_or_after_the_adding(string added, string expected) =>
        Assert.Equal(Utc(expected), Trigger.Cron("0 9 * * *").FirstWhenAdded(Utc(added)));

    [Fact]
    public void A_zone_moves_the_match_and_the_answer_is_in_utc()
    {
        var next = Trigger.Cron("0 9 * * MON-FRI", "Asia/Shanghai").After(Utc("2026-01-02T02:00:00Z"));

        Assert.Equal(Utc("2026-01-05T01:00:00Z"), next);
        Assert.Equal(TimeSpan.Zero, next!.Value.Offset);
    }

    [Fact]
    public void The_scheduler_fills_in_its_zone_where_none_is_named()
    {
        var open = Trigger.Cron("0 9 * * *") | Trigger.Cron("0 9 * * *", "Asia/Tokyo").Until(Utc("2030-01-01"));

        Assert.Equal("0 9 * * * Europe/Berlin | 0 9 * * * Asia/Tokyo until 2030-01-01T00:00:00Z", open.InZone("Europe/Berlin").ToString());
    }

    [Fact]
    public void A_windows_name_is_converted_to_its_iana_name() =>
        Assert.Equal("0 9 * * * Europe/Berlin", Trigger.Cron("0 9 * * *", "W. Europe Standard Time").ToString());

    [Fact]
    public void Utc_keeps_its_name() => Assert.Equal("0 9 * * * UTC", Trigger.Cron("0 9 * * *", "UTC").ToString());

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("../etc/passwd")]
    public void A_zone_that_is_not_known_is_refused_by_name(string zone)
    {
        var refused = Assert.Throws<ArgumentException>(() => Trigger.Cron("0 9 * * *", zone));

        Assert.Contains(zone, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Europe/Berlin", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* * * * * *", "UTC", "9999-12-31T23:59:59Z")]
    [InlineData("* * * * * *", "America/New_York", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("0 23 31 12 *", "America/New_York", "9999-12-31T12:00:00Z")]
    [InlineData("0 0 1 1 *", "Asia/Tokyo", "9999-12-31T00:00:00Z")]
    [InlineData("0 0 29 2 *", null, "9996-03-01T00:00:00Z")]
    public void At_the_end_of_time_there_is_no_next(string expression, string? zone, string previous) =>
        Assert.Null(Trigger.Cron(expression, zone).After(Utc(previous)));

    [Theory]
    [InlineData("UTC")]
    [InlineData("Asia/Tokyo")]
    [InlineData("America/New_York")]
    public void The_first_instant_of_time_is_a_good_start(string zone)
    {
        var everySecond = Trigger.Cron("* * * * * *", zone);

        Assert.Equal(DateTimeOffset.MaxValue.Year, everySecond.FirstWhenAdded(DateTimeOffset.MaxValue.AddDays(-2))!.Value.Year);
        Assert.InRange(everySecond.FirstWhenAdded(DateTimeOffset.MinValue)!.Value, DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddDays(1));
    }

    [Fact]
    public void The_next_match_allocates_nothing()
    {
        Trigger[] triggers =
        [
            Trigger.Cron("0 9 * * MON-FRI", "Europe/Berlin"), Trigger.Cron("*/5 * * * *"),
            Trigger.Every(TimeSpan.FromMinutes(1)), Trigger.Cron("0 9 * * *") | Trigger.Cron("0 10 * * *").Until(Utc("2027-01-01")),
        ];
        Walk(triggers);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Walk(triggers);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Walk(Trigger[] triggers)
        {
            var added = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            foreach (var trigger in triggers)
            {
                DateTimeOffset? previous = added;
                for (var i = 0; i < 500; i++)
                    previous = trigger.Next(new TriggerContext(added, added, previous));
            }
        }
    }

    [Fact]
    public void A_zone_has_one_name() =>
        Assert.Throws<ArgumentException>(() => Trigger.Cron("0 9 * * *", "Europe//Berlin"));
}
