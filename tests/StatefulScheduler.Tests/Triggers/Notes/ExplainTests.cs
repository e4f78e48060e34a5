using System.Globalization;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Notes;

public class ExplainTests
{
    [Fact]
    public void The_same_instants_are_explained_as_are_listed()
    {
        var trigger = Trigger.Cron("*/7 1-4 * * *", "Europe/Berlin") | Trigger.Every(TimeSpan.FromMinutes(55));

        var explained = trigger.Explain(Utc("2027-03-27T13:00:00.5Z"), 200);

        Assert.Equal(trigger.Occurrences(Utc("2027-03-27T13:00:00.5Z")).Take(200), explained.Select(occurrence => occurrence.At));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public void A_count_that_is_no_list_is_refused(int count)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => Trigger.Now.Explain(Utc("2027-01-01"), count));

        Assert.Equal(("count", count), (refusal.ParamName, refusal.ActualValue));
        Assert.Contains("from 1 to 10000", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_zone_is_refused() =>
        Assert.Throws<ArgumentException>(() => Trigger.Now.Explain(Utc("2027-01-01"), 1, "Europe/Nowhere"));

    [Fact]
    public void Wall_times_are_those_of_the_zone_asked_for_else_of_the_triggers_own_else_of_UTC()
    {
        var berlin = Trigger.Cron("0 9 * * *", "Europe/Berlin");
        var tokyo = Trigger.Cron("0 9 * * *", "Asia/Tokyo");

        Assert.Equal("17:00", First(berlin.Explain(Utc("2027-01-01"), 1, "Asia/Tokyo")));
        Assert.Equal("09:00", First(berlin.Explain(Utc("2027-01-01"), 1)));
        Assert.Equal("09:00", First(berlin.Until(Utc("2028-01-01")).Explain(Utc("2027-01-01"), 1)));
        Assert.Equal("09:00", First((berlin | Trigger.Every(TimeSpan.FromHours(48))).Explain(Utc("2027-01-01"), 1)));
        Assert.Equal("01:00", First((berlin | tokyo).Explain(Utc("2027-01-01"), 1)));
        Assert.Equal("09:00", First(Trigger.Cron("0 9 * * *").Explain(Utc("2027-01-01"), 1)));

        static string First(IReadOnlyList<TriggerOccurrence> list) => list[0].WallTime.ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_language_is_that_of_the_reader()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans-CN");
            Assert.Equal("最后一次", Trigger.Now.Explain(Utc("2027-01-01"), 1)[0].Note);
            Assert.Equal("the last one", Trigger.Now.Explain(Utc("2027-01-01"), 1, culture: CultureInfo.GetCultureInfo("fr"))[0].Note);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void The_last_one_says_so_and_why()
    {
        var daily = Trigger.Cron("0 9 * * *", "Europe/Berlin");

        Assert.Equal(["2027-01-01 09:00", "2027-01-02 09:00 the last one: ends at 2027-01-03 01:00"], Lines(daily.Until(Utc("2027-01-03"))));
        Assert.Equal(["2027-01-01 00:00 the last one"], Lines(Trigger.At(Utc("2027-01-01"))));
        Assert.Equal(["2027-01-01 00:00 the last one"], Lines(Trigger.Now));
        Assert.Equal(["2027-12-31 09:00 the last one"], Lines(Trigger.Cron("0 9 31 12 *", year: "2027")));
        Assert.Empty(Lines(Trigger.Never));
    }

    [Fact]
    public void A_union_ends_with_the_part_that_ends_last()
    {
        var daily = Trigger.Cron("0 9 * * *");
        var early = daily.Until(Utc("2027-01-02"));

        Assert.Equal(["2027-01-01 09:00", "2027-01-03 00:00 the last one"], Lines(early | Trigger.At(Utc("2027-01-03"))));
        Assert.Equal(
            ["2027-01-01 09:00", "2027-01-02 09:00", "2027-01-03 09:00 the last one: ends at 2027-01-04 00:00"],
            Lines(early | daily.From(Utc("2027-01-02")).Until(Utc("2027-01-04"))));
    }

    [Fact]
    public void What_follows_the_list_is_not_the_end() =>
        Assert.Equal([null, "the last one: ends at 2027-01-03 00:00"], Notes(2).Concat(Notes(1)).Distinct().Order());

    [Fact]
    public void A_trigger_that_was_written_by_hand_is_listed() =>
        Assert.Equal(["2027-01-01 00:00", "2027-01-02 00:00", "2027-01-03 00:00"], Lines(new Midnights(), 3));

    [Fact]
    public void The_first_and_the_last_instants_that_there_are_can_be_listed()
    {
        Assert.Equal("0001-01-01 00:00", Lines(Trigger.Cron("0 0 * * *").Explain(DateTimeOffset.MinValue, 1))[0][..16]);
        Assert.Equal(["9999-12-31 09:00 the last one"], Lines(Trigger.Cron("0 9 * * *", "Europe/Berlin").Explain(Utc("9999-12-31"), 5, culture: CultureInfo.InvariantCulture)));
    }

    internal static string[] Lines(IEnumerable<TriggerOccurrence> list) =>
        [.. list.Select(occurrence => $"{occurrence.WallTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} {occurrence.Note}".TrimEnd())];

    private static string[] Lines(Trigger trigger, int count = 5) => Lines(trigger.Explain(Utc("2027-01-01"), count, culture: CultureInfo.InvariantCulture));

    private static IEnumerable<string?> Notes(int count) =>
        Trigger.Cron("0 9 * * *").Until(Utc("2027-01-03")).Explain(Utc("2027-01-01"), count, culture: CultureInfo.InvariantCulture).Select(occurrence => occurrence.Note);

    private sealed class Midnights : Trigger
    {
        protected override DateTimeOffset? NextCore(in TriggerContext context) =>
            new DateTimeOffset((context.Previous ?? context.Added).UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
    }
}
