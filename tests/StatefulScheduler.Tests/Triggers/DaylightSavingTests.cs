using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

public class DaylightSavingTests
{
    [Theory]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("America/New_York", "30 2 * * *", "2026-03-08T00:00:00Z", "2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z")]
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T00:00:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z")]
    [InlineData("Europe/Dublin", "30 1 * * *", "2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    public void A_skipped_time_fires_once_at_the_first_instant_after_the_gap(string zone, string cron, string previous, params string[] expected) =>
        Assert.Equal(Utc(expected), Fires(zone, cron, previous, expected.Length));

    [Theory]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("America/New_York", "30 1 * * *", "2026-11-01T00:00:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z")]
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2026-04-04T00:00:00Z", "2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z")]
    [InlineData("Europe/Dublin", "30 1 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-25T01:10:00Z", "2026-10-26T01:30:00Z")]
    public void A_repeated_time_fires_the_first_time_only(string zone, string cron, string previous, params string[] expected) =>
        Assert.Equal(Utc(expected), Fires(zone, cron, previous, expected.Length));

    [Theory]
    [InlineData("Europe/Berlin", "30 * * * *", "2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z")]
    [InlineData("America/New_York", "*/30 1 * * *", "2026-11-01T00:00:00Z", "2026-11-01T05:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:00:00Z", "2026-11-01T06:30:00Z")]
    [InlineData("Australia/Lord_Howe", "*/15 1 * * *", "2026-04-04T14:30:00Z", "2026-04-04T14:45:00Z", "2026-04-04T15:00:00Z", "2026-04-04T15:15:00Z")]
    [InlineData("Europe/Dublin", "*/15 * * * *", "2026-10-25T00:45:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:15:00Z")]
    public void An_interval_expression_fires_in_both_passes(string zone, string cron, string previous, params string[] expected) =>
        Assert.Equal(Utc(expected), Fires(zone, cron, previous, expected.Length));

    [Fact]
    public void The_instant_after_a_gap_counts_for_a_job_added_right_then() =>
        Assert.Equal(Utc("2026-03-29T01:00:00Z"), Trigger.Cron("30 2 * * *", "Europe/Berlin").FirstWhenAdded(Utc("2026-03-29T01:00:00Z")));

    [Fact]
    public void A_day_that_a_zone_left_out_fires_when_the_next_begins() =>
        Assert.Equal(Utc("2011-12-30T10:00:00Z"), Trigger.Cron("0 12 30 12 *", "Pacific/Apia").After(Utc("2011-12-01")));

    [Theory]
    [InlineData("2026-07-01T09:00:00", "2026-07-01T07:00:00Z")]
    [InlineData("2026-03-29T02:30:00.5", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25T02:30:00.5", "2026-10-25T00:30:00.5Z")]
    public void A_single_wall_time_follows_the_same_rule(string wallTime, string expected)
    {
        var time = DateTime.Parse(wallTime, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(Utc(expected), Trigger.At(time, "Europe/Berlin").FirstWhenAdded(Utc("2026-01-01")));
    }

    // TimeZoneInfo's answers about local time are wrong for some of these; its offsets are right. So offsets are the judge.
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Europe/Dublin")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Pacific/Apia")]
    [InlineData("Asia/Kathmandu")]
    public void Each_change_of_a_zone_is_found_to_the_second(string zone)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var table = TimeZoneTable.Get(zone);
        for (var time = Utc("1980-01-01"); time < Utc("2060-01-01"); time = time.AddMinutes(17 * 60 + 13))
        {
            var segment = table.At(time.UtcTicks / TimeSpan.TicksPerSecond);
            Assert.Equal(Offset(time.UtcTicks / TimeSpan.TicksPerSecond), segment.Offset);
            Assert.Equal(segment.Offset, Offset(segment.Start));
            Assert.Equal(segment.Offset, Offset(segment.End - 1));
        }

        long Offset(long seconds) => (long)info.GetUtcOffset(TimeZoneTable.FromSeconds(seconds)).TotalSeconds;
    }

    private static DateTimeOffset[] Fires(string zone, string cron, string previous, int count) =>
        [.. Trigger.Cron(cron, zone).Occurrences(Utc(previous).AddTicks(1)).Take(count)];
}
