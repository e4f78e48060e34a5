using System.Globalization;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Notes;

public class ExplainCalendarTests
{
    private const string Berlin = "Europe/Berlin";

    private static readonly TimeOnly Nine = new(9, 0);
    private static readonly TimeOnly HalfPastTwo = new(2, 30);

    [Fact]
    public void A_month_that_is_passed_over_is_told_at_the_next_date() => Assert.Equal(
        ["2027-01-31 09:00", "2027-03-31 09:00 2027-02 has no day 31: passed over", "2027-05-31 09:00 2027-04 has no day 31: passed over"],
        Lines(Trigger.Calendar(new(Months: 1), Nine, Berlin, new(2027, 1, 31)), "2027-01-01", 3));

    [Fact]
    public void A_last_day_that_stands_in_is_told() => Assert.Equal(
        ["2027-01-31 09:00", "2027-02-28 09:00 2027-02 has no day 31: fires on 2027-02-28", "2027-03-31 09:00"],
        Lines(Trigger.Calendar(new(Months: 1), Nine, Berlin, new(2027, 1, 31), MissingDay.LastDay), "2027-01-01", 3));

    [Fact]
    public void Years_without_a_29th_of_February_are_told_together() => Assert.Equal(
        ["2024-02-29 09:00", "2028-02-29 09:00 3 months from 2025-02 to 2027-02 have no day 29: passed over"],
        Lines(Trigger.Calendar(new(Years: 1), Nine, Berlin, new(2024, 2, 29)), "2024-01-01", 2));

    [Fact]
    public void A_month_that_was_over_before_the_list_begins_is_not_told()
    {
        var trigger = Trigger.Calendar(new(Months: 1), Nine, Berlin, new(2027, 1, 31));

        Assert.Equal(["2027-03-31 09:00 2027-02 has no day 31: passed over"], Lines(trigger, "2027-02-10", 1));
        Assert.Equal(["2027-03-31 09:00"], Lines(trigger, "2027-03-10", 1));
    }

    [Fact]
    public void Months_with_days_added_are_told_by_the_day_they_were_looked_for() => Assert.Equal(
        ["2027-01-30 09:00", "2027-03-31 09:00 2027-02 has no day 30: passed over"],
        Lines(Trigger.Calendar(new(Months: 1, Days: 1), Nine, Berlin, new(2027, 1, 30)), "2027-01-01", 2));

    [Fact]
    public void A_month_without_the_day_is_told_after_the_last_date_when_it_ends_in_time()
    {
        var trigger = Trigger.Calendar(new(Months: 1), Nine, "UTC", new(2027, 1, 31));

        Assert.Equal(["2027-01-31 09:00 the last one: ends at 2027-02-15 00:00"], Lines(trigger.Until(Utc("2027-02-15")), "2027-01-01", 2));
        Assert.Equal(
            ["2027-01-31 09:00 2027-02 has no day 31: passed over; the last one: ends at 2027-03-15 00:00"],
            Lines(trigger.Until(Utc("2027-03-15")), "2027-01-01", 2));
    }

    [Theory]
    [InlineData(GapRule.Skip, "2027-03-29 02:30 02:30 does not exist on 2027-03-28 in Europe/Berlin: does not fire that day")]
    [InlineData(GapRule.FireAfter, "2027-03-28 03:00 02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:00")]
    [InlineData(GapRule.Shift, "2027-03-28 03:30 02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:30")]
    public void A_skipped_time_is_told(GapRule gap, string expected) => Assert.Equal(
        ["2027-03-27 02:30", expected],
        Lines(Trigger.Calendar(new(Days: 1), HalfPastTwo, Berlin, new(2027, 3, 1), gap: gap), "2027-03-27", 2));

    [Theory]
    [InlineData(OverlapRule.First, "fires the first time only")]
    [InlineData(OverlapRule.Intervals, "fires the first time only")]
    [InlineData(OverlapRule.Last, "fires the second time only")]
    [InlineData(OverlapRule.Both, "this is the first of the two")]
    public void A_repeated_time_is_told(OverlapRule overlap, string expected) => Assert.Equal(
        ["2027-10-30 02:30", $"2027-10-31 02:30 02:30 occurs twice on 2027-10-31 in Europe/Berlin: {expected}"],
        Lines(Trigger.Calendar(new(Days: 1), HalfPastTwo, Berlin, new(2027, 3, 1), overlap: overlap), "2027-10-30", 2));

    [Fact]
    public void A_date_that_a_zone_left_out_is_told() => Assert.Equal(
        ["2011-12-29 09:00", "2011-12-31 09:00 09:00 does not exist on 2011-12-30 in Pacific/Apia: does not fire that day"],
        Lines(Trigger.Calendar(new(Days: 1), Nine, "Pacific/Apia", new(2011, 12, 1)), "2011-12-29T12:00Z", 2));

    [Fact]
    public void A_date_that_a_zone_left_out_may_fire_on_the_next() => Assert.Equal(
        ["2011-12-31 00:00 09:00 does not exist on 2011-12-30 in Pacific/Apia: fires at 2011-12-31 00:00"],
        Lines(Trigger.Calendar(new(Months: 1), Nine, "Pacific/Apia", new(2011, 11, 30), gap: GapRule.FireAfter), "2011-12-01", 1));

    [Fact]
    public void A_gap_on_a_day_that_is_no_date_of_the_trigger_is_not_told() =>
        Assert.All(
            Trigger.Calendar(new(Weeks: 1), HalfPastTwo, Berlin, new(2027, 1, 1)).Explain(Utc("2027-01-01"), 100),
            occurrence => Assert.Null(occurrence.Note));

    [Fact]
    public void The_first_date_can_be_skipped_too() => Assert.Equal(
        ["2027-03-29 02:30 02:30 does not exist on 2027-03-28 in Europe/Berlin: does not fire that day"],
        Lines(Trigger.Calendar(new(Days: 1), HalfPastTwo, Berlin, new(2027, 3, 28)), "2027-03-01", 1));

    [Fact]
    public void Years_that_are_excluded_are_looked_through_for_a_while_only()
    {
        var excluded = Enumerable.Range(0, 400 * 366).Select(new DateOnly(2027, 2, 1).AddDays);
        var trigger = Trigger.Calendar(new(Months: 1), HalfPastTwo, Berlin, new(2027, 1, 28)).Except(excluded);

        var note = trigger.Explain(Utc("2027-01-01"), 2, culture: CultureInfo.InvariantCulture)[1].Note!;

        Assert.StartsWith("2027-02-28 02:30 to 2427-", note, StringComparison.Ordinal);
        Assert.Contains("02:30 does not exist on 2027-03-28 in Europe/Berlin: does not fire that day", note, StringComparison.Ordinal);
        Assert.True(note.Split("; ").Length <= 7, note);
    }

    [Fact]
    public void It_is_told_in_Chinese_too() => Assert.Equal(
        "2027-02 没有 31 日：跳过",
        Trigger.Calendar(new(Months: 1), Nine, Berlin, new(2027, 1, 31)).Explain(Utc("2027-02-01"), 1, culture: CultureInfo.GetCultureInfo("zh-CN"))[0].Note);

    private static string[] Lines(Trigger trigger, string from, int count) =>
        ExplainTests.Lines(trigger.Explain(Utc(from), count, culture: CultureInfo.InvariantCulture));
}
