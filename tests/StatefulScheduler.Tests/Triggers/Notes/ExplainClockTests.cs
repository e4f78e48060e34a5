using System.Globalization;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Notes;

public class ExplainClockTests
{
    [Theory]
    [InlineData(GapRule.FireAfter, "2027-03-28 03:00 02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:00", "2027-03-29 02:30")]
    [InlineData(GapRule.Shift, "2027-03-28 03:30 02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:30", "2027-03-29 02:30")]
    [InlineData(GapRule.Skip, "2027-03-29 02:30 02:30 does not exist on 2027-03-28 in Europe/Berlin: does not fire that day", "2027-03-30 02:30")]
    public void A_skipped_time_is_told_where_it_fires_or_else_at_the_next_one(GapRule gap, params string[] expected) => Assert.Equal(
        ["2027-03-27 02:30", .. expected],
        Lines(Trigger.Cron("30 2 * * *", "Europe/Berlin", gap: gap), "2027-03-27", 3));

    [Theory]
    [InlineData(OverlapRule.Intervals, "2027-10-31 02:30 …: fires the first time only")]
    [InlineData(OverlapRule.First, "2027-10-31 02:30 …: fires the first time only")]
    [InlineData(OverlapRule.Last, "2027-10-31 02:30 …: fires the second time only")]
    [InlineData(OverlapRule.Both, "2027-10-31 02:30 …: this is the first of the two", "2027-10-31 02:30 …: this is the second of the two")]
    public void A_repeated_time_says_which_of_the_two_it_is(OverlapRule overlap, params string[] expected) => Assert.Equal(
        ["2027-10-30 02:30", .. expected.Select(line => line.Replace("…", "02:30 occurs twice on 2027-10-31 in Europe/Berlin", StringComparison.Ordinal)), "2027-11-01 02:30"],
        Lines(Trigger.Cron("30 2 * * *", "Europe/Berlin", overlap: overlap), "2027-10-30", expected.Length + 2));

    [Fact]
    public void Both_are_said_in_Chinese_too()
    {
        var gap = Trigger.Cron("30 2 * * *", "Europe/Berlin").Explain(Utc("2027-03-28"), 1, culture: CultureInfo.GetCultureInfo("zh-CN"));
        var overlap = Trigger.Cron("30 2 * * *", "Europe/Berlin").Explain(Utc("2027-10-31"), 1, culture: CultureInfo.GetCultureInfo("zh-CN"));

        Assert.Equal("Europe/Berlin 在 2027-03-28 不存在 02:30 这一时刻：改在 03:00 触发", gap[0].Note);
        Assert.Equal("Europe/Berlin 在 2027-10-31 会出现两次 02:30：只在第一次触发", overlap[0].Note);
    }

    [Fact]
    public void Skipped_times_that_fire_together_are_summed_up() => Assert.Equal(
        [
            "2027-03-28 03:00 02:10 to 02:50 do not exist on 2027-03-28 in Europe/Berlin: fire once, at 03:00",
            "2027-03-29 02:10",
        ],
        Lines(Trigger.Cron("10,30,50 2 * * *", "Europe/Berlin"), "2027-03-28", 2));

    [Fact]
    public void Skipped_times_do_not_fire_at_an_instant_that_fires_anyway() => Assert.Equal(
        [
            "2027-03-28 01:30",
            "2027-03-28 03:00 02:00 to 02:30 do not exist on 2027-03-28 in Europe/Berlin: do not fire",
            "2027-03-28 03:30",
        ],
        Lines(Trigger.Cron("*/30 * * * *", "Europe/Berlin"), "2027-03-28T00:30Z", 3));

    [Fact]
    public void Shifted_times_are_told_one_by_one_and_not_where_others_fire_anyway() => Assert.Equal(
        [
            "2027-03-28 03:00",
            "2027-03-28 03:10 02:10 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:10",
            "2027-03-28 03:50 02:50 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:50",
        ],
        Lines(Trigger.Cron("10,50 2 * * *", "Europe/Berlin", gap: GapRule.Shift) | Trigger.Cron("0 2,3 28 3 *", "Europe/Berlin", gap: GapRule.Shift), "2027-03-28", 3));

    [Theory]
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T12:00Z", "2026-10-04 02:30 02:15 does not exist on 2026-10-04 in Australia/Lord_Howe: fires at 02:30")]
    [InlineData("Europe/Dublin", "30 1 * * *", "2026-03-29T00:00Z", "2026-03-29 02:00 01:30 does not exist on 2026-03-29 in Europe/Dublin: fires at 02:00")]
    [InlineData("Pacific/Apia", "0 12 30 12 *", "2011-12-01", "2011-12-31 00:00 12:00 does not exist on 2011-12-30 in Pacific/Apia: fires at 2011-12-31 00:00")]
    [InlineData("Africa/Casablanca", "30 2 * * *", "2026-03-22T00:00Z", "2026-03-22 03:00 02:30 does not exist on 2026-03-22 in Africa/Casablanca: fires at 03:00")]
    [InlineData("America/New_York", "30 2 * * *", "2026-03-08T05:00Z", "2026-03-08 03:00 02:30 does not exist on 2026-03-08 in America/New_York: fires at 03:00")]
    public void A_gap_of_any_length_in_any_zone_is_told(string zone, string cron, string from, string expected) =>
        Assert.Equal([expected], Lines(Trigger.Cron(cron, zone), from, 1));

    [Theory]
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2026-04-04T12:00Z", "2026-04-05 01:45 01:45 occurs twice on 2026-04-05 in Australia/Lord_Howe: fires the first time only")]
    [InlineData("Europe/Dublin", "30 1 * * *", "2026-10-25T00:00Z", "2026-10-25 01:30 01:30 occurs twice on 2026-10-25 in Europe/Dublin: fires the first time only")]
    [InlineData("Africa/Casablanca", "30 2 * * *", "2026-02-15T00:00Z", "2026-02-15 02:30 02:30 occurs twice on 2026-02-15 in Africa/Casablanca: fires the first time only")]
    public void An_overlap_of_any_length_in_any_zone_is_told(string zone, string cron, string from, string expected) =>
        Assert.Equal([expected], Lines(Trigger.Cron(cron, zone), from, 1));

    [Fact]
    public void A_day_that_a_zone_left_out_is_told_once_for_all_its_times() => Assert.Equal(
        [
            "2011-12-29 18:00",
            "2011-12-31 06:00 06:00 to 18:00 do not exist on 2011-12-30 in Pacific/Apia: do not fire",
        ],
        Lines(Trigger.CronFields(hour: "6,12,18", timeZone: "Pacific/Apia"), "2011-12-30T04:00Z", 2));

    [Fact]
    public void A_single_wall_time_is_told_like_any_other()
    {
        Assert.Equal(
            ["2027-03-28 03:00 02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:00; the last one"],
            Lines(Trigger.At(new DateTime(2027, 3, 28, 2, 30, 0), "Europe/Berlin"), "2027-01-01", 5));
        Assert.Equal(
            ["2027-10-31 02:30 02:30 occurs twice on 2027-10-31 in Europe/Berlin: fires the first time only; the last one"],
            Lines(Trigger.At(new DateTime(2027, 10, 31, 2, 30, 0), "Europe/Berlin"), "2027-01-01", 5));
        Assert.Equal(["2027-10-31 03:30 the last one"], Lines(Trigger.At(new DateTime(2027, 10, 31, 3, 30, 0), "Europe/Berlin"), "2027-01-01", 5));
    }

    [Fact]
    public void Each_part_of_a_union_tells_its_own()
    {
        var berlin = Trigger.Cron("30 2 * * *", "Europe/Berlin", gap: GapRule.Skip);
        var union = berlin | Trigger.Every(TimeSpan.FromHours(6), Utc("2027-03-28"));

        Assert.Equal(
            [
                "2027-03-28 01:00",
                "2027-03-28 08:00 02:30 does not exist on 2027-03-28 in Europe/Berlin: does not fire that day",
                "2027-03-28 14:00",
            ],
            Lines(union, "2027-03-28", 3));
    }

    [Fact]
    public void A_time_that_is_skipped_after_the_last_occurrence_is_told_there() => Assert.Equal(
        ["2027-03-27 02:30 02:30 does not exist on 2027-03-28 in Europe/Berlin: does not fire that day; the last one"],
        Lines(Trigger.CronFields(year: "2027", month: "3", day: "26-28", hour: "2", minute: "30", timeZone: "Europe/Berlin"), "2027-03-27", 5));

    [Fact]
    public void A_drawn_time_is_told_as_it_was_drawn()
    {
        var trigger = Trigger.Cron("H 2 * * *", "Europe/Berlin");
        var seed = (ulong)Enumerable.Range(0, 1000).First(seed => First(trigger, seed).WallTime is { Minute: 0 } fires && fires.Hour == 3);

        var drawn = trigger.Explain(Utc("2027-03-29"), 1, seed: seed)[0].WallTime;
        Assert.Equal($"02:{drawn.Minute:00} does not exist on 2027-03-28 in Europe/Berlin: fires at 03:00", First(trigger, (int)seed).Note);

        static TriggerOccurrence First(Trigger trigger, int seed) =>
            trigger.Explain(Utc("2027-03-28"), 1, culture: CultureInfo.InvariantCulture, seed: (ulong)seed)[0];
    }

    // The hour that the clocks skip: a trigger that never fires, and has something to tell every year.
    [Fact]
    public void What_was_skipped_in_centuries_is_told_in_a_few_notes()
    {
        var always = Trigger.CronFields(month: "3", day: "last sun", hour: "2", timeZone: "Europe/Berlin");

        var note = (Trigger.At(Utc("2027-01-01")) | Trigger.At(Utc("2999-01-01")) | always)
            .Explain(Utc("2027-01-01"), 2, culture: CultureInfo.InvariantCulture)[1].Note!.Split("; ");

        Assert.StartsWith("02:00 does not exist on 2027-03-28", note[0], StringComparison.Ordinal);
        Assert.StartsWith("02:00 does not exist on 2032-03-28", note[5], StringComparison.Ordinal);
        Assert.Equal(["and more", "the last one"], note[6..]);
    }

    [Fact]
    public void A_zone_without_changes_is_told_nothing_of() =>
        Assert.All(Trigger.Cron("30 2 * * *", "Asia/Shanghai").Explain(Utc("2027-01-01"), 400), occurrence => Assert.Null(occurrence.Note));

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Europe/Dublin")]
    [InlineData("Africa/Casablanca")]
    public void A_daily_time_in_the_night_is_touched_exactly_where_the_clocks_change(string zone)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (var hour in Enumerable.Range(0, 5))
        {
            foreach (var occurrence in Trigger.Cron($"15 {hour} * * *", zone).Explain(Utc("2026-01-01"), 800, culture: CultureInfo.InvariantCulture))
            {
                // A gap moves it off its wall time; an overlap shows the same wall time at another offset within two hours.
                var moved = occurrence.WallTime.TimeOfDay != new TimeSpan(hour, 15, 0);
                var shownAgain = Enumerable.Range(1, 8).Any(quarter => WallTime(info, occurrence.At.AddMinutes(15 * quarter)) == occurrence.WallTime);
                Assert.Equal(moved, occurrence.Note?.Contains("does not exist", StringComparison.Ordinal) == true);
                Assert.Equal(shownAgain, occurrence.Note?.Contains("occurs twice", StringComparison.Ordinal) == true);
            }
        }
    }

    private static DateTime WallTime(TimeZoneInfo zone, DateTimeOffset at) => at.UtcDateTime + zone.GetUtcOffset(at.UtcDateTime);

    private static string[] Lines(Trigger trigger, string from, int count) => ExplainTests.Lines(trigger.Explain(Utc(from), count, culture: CultureInfo.InvariantCulture));
}
