using System.Globalization;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Notes;

public class ExplainExclusionTests
{
    private const string Berlin = "Europe/Berlin";

    private static readonly DateOnly Christmas = new(2026, 12, 25);

    private static readonly Trigger Daily = Trigger.Cron("0 9 * * *", Berlin);

    [Fact]
    public void An_excluded_day_is_told_at_the_first_occurrence_after_it() => Assert.Equal(
        [
            "2026-12-24 09:00",
            "2026-12-26 09:00 2026-12-25 is excluded: 09:00 does not fire",
            "2026-12-27 09:00",
        ],
        Lines(Daily.Except(Christmas), 3));

    [Fact]
    public void Days_in_a_row_are_told_together()
    {
        Assert.Equal(
            ["2026-12-24 09:00", "2026-12-27 09:00 2026-12-25 and 2026-12-26 are excluded: 09:00 does not fire"],
            Lines(Daily.Except(Christmas, Christmas.AddDays(1)), 2));
        Assert.Equal(
            ["2026-12-24 09:00", "2027-01-02 09:00 2026-12-25 09:00 to 2027-01-01 09:00 are excluded"],
            Lines(Daily.Except(Enumerable.Range(0, 8).Select(Christmas.AddDays)), 2));
    }

    [Fact]
    public void Each_excluded_day_is_told_in_its_own_place() => Assert.Equal(
        [
            "2026-12-24 09:00",
            "2026-12-26 09:00 2026-12-25 is excluded: 09:00 does not fire",
            "2026-12-28 09:00 2026-12-27 is excluded: 09:00 does not fire",
        ],
        Lines(Daily.Except(Christmas, Christmas.AddDays(2)), 3));

    [Fact]
    public void All_times_of_an_excluded_day_are_summed_up() => Assert.Equal(
        [
            "2026-12-24 17:00",
            "2026-12-26 09:00 2026-12-25 is excluded: 09:00 to 17:00 do not fire",
        ],
        Lines(Trigger.Cron("0 9-17/4 * * *", Berlin).Except(Christmas), 2, "2026-12-24T14:00Z"));

    [Fact]
    public void A_day_without_occurrences_is_not_told() =>
        Assert.All(Trigger.Cron("0 9 * * SUN", Berlin).Except(Christmas).Explain(Utc("2026-12-01"), 10), occurrence => Assert.Null(occurrence.Note));

    [Fact]
    public void An_excluded_day_names_its_zone_when_another_is_asked_for() => Assert.Equal(
        "2026-12-25 is excluded in Europe/Berlin: 09:00 does not fire",
        Daily.Except(Christmas).Explain(Utc("2026-12-24T10:00Z"), 1, "Asia/Tokyo", CultureInfo.InvariantCulture)[0].Note);

    [Fact]
    public void It_is_told_in_Chinese_too() => Assert.Equal(
        "2026-12-25 已排除：09:00 不触发",
        Daily.Except(Christmas).Explain(Utc("2026-12-25"), 1, culture: CultureInfo.GetCultureInfo("zh-CN"))[0].Note);

    [Fact]
    public void What_another_trigger_excludes_is_told_by_its_instants()
    {
        Assert.Equal(
            ["2026-12-24 09:00", "2026-12-26 09:00 2026-12-25 09:00 is excluded"],
            Lines(Daily.Except(Trigger.Cron("0 9 25 12 *", Berlin)), 2));
        Assert.Equal(
            ["2026-12-24 09:00", "2027-01-01 09:00 2026-12-25 09:00 to 2026-12-31 09:00 are excluded"],
            Lines(Daily.Except(Trigger.Cron("* * 25-31 12 *", Berlin)), 2));
    }

    [Fact]
    public void What_is_excluded_after_the_last_occurrence_is_told_there() => Assert.Equal(
        ["2026-12-24 09:00 2026-12-25 is excluded: 09:00 does not fire; the last one: ends at 2026-12-26 01:00"],
        Lines(Daily.Except(Christmas).Until(Utc("2026-12-26")), 5));

    [Fact]
    public void A_single_occurrence_that_is_excluded_leaves_nothing_to_tell() =>
        Assert.Empty(Lines(Trigger.At(Utc("2026-12-25")).Except(Christmas), 5));

    [Fact]
    public void Each_part_of_a_union_tells_its_own() => Assert.Equal(
        [
            "2026-12-24 09:00",
            "2026-12-25 10:00 2026-12-25 is excluded: 09:00 does not fire",
            "2026-12-26 09:00",
        ],
        Lines(Daily.Except(Christmas) | Trigger.Cron("0 10 25 12 *", Berlin), 3));

    [Fact]
    public void An_intersection_tells_only_what_all_its_parts_would_name()
    {
        var weekdays = Trigger.Cron("* * * * MON-FRI", Berlin);
        DateOnly[] holidays = [Christmas, Christmas.AddDays(1)]; // A Friday and a Saturday.

        Assert.Equal(
            ["2026-12-24 09:00", "2026-12-28 09:00 2026-12-25 is excluded: 09:00 does not fire"],
            Lines(Daily.Except(holidays) & weekdays, 2));
        Assert.Equal(
            ["2026-12-24 09:00", "2026-12-28 09:00 2026-12-25 is excluded: 09:00 does not fire"],
            Lines(Daily.Except(holidays) & weekdays.Except(holidays), 2));
        Assert.Equal(
            ["2026-12-24 09:00", "2026-12-28 09:00 2026-12-25 is excluded: 09:00 does not fire"],
            Lines((Daily & weekdays).Except(holidays), 2));
    }

    [Fact]
    public void An_intersection_tells_what_the_clocks_did_to_it() => Assert.Equal(
        ["2027-03-28 03:00 02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:00", "2027-03-29 02:30"],
        Lines(Trigger.Cron("30 2 * * *", Berlin) & Trigger.Every(TimeSpan.FromMinutes(30), Utc("2027-01-01")), 2, "2027-03-27T12:00Z"));

    [Fact]
    public void A_year_of_excluded_seconds_is_told_in_a_line_and_not_walked_through()
    {
        var asked = 0;
        var year = Enumerable.Range(0, 365).Select(Christmas.AddDays);

        var list = new EverySecond(() => asked++).Except(year).Explain(Utc("2026-12-24T23:59:58Z"), 3, culture: CultureInfo.InvariantCulture);

        Assert.Equal("2026-12-25 00:00 to 2027-12-24 23:59:59 are excluded", list[2].Note);
        Assert.InRange(asked, 3, 5_000);
    }

    [Fact]
    public void A_jitter_tells_how_far_an_occurrence_was_moved_and_from_where()
    {
        var list = Daily.Except(Christmas).WithJitter(TimeSpan.FromMinutes(5)).Explain(Utc("2026-12-24"), 50, culture: CultureInfo.InvariantCulture, seed: 7);

        foreach (var (at, wallTime, note) in list)
        {
            var delay = wallTime.TimeOfDay - TimeSpan.FromHours(9);
            Assert.InRange(delay, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(5));
            Assert.EndsWith($"09:00:00 plus {Said(delay)} of jitter", note, StringComparison.Ordinal);
        }
        Assert.StartsWith("2026-12-25 is excluded: 09:00 does not fire; 09:00:00 plus", list[1].Note, StringComparison.Ordinal);

        static string Said(TimeSpan delay) => EnglishWords.Instance.Say(new JitterNote(default, delay)).Split(' ', 3)[2].Replace(" of jitter", "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_jitter_is_told_at_every_occurrence_that_it_moved()
    {
        var list = Daily.WithJitter(TimeSpan.FromMilliseconds(1)).Explain(Utc("2026-12-24"), 10_000, culture: CultureInfo.InvariantCulture, seed: 7);

        Assert.All(list, occurrence =>
            Assert.Equal(occurrence.WallTime.TimeOfDay != TimeSpan.FromHours(9), occurrence.Note?.Contains("plus", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void A_jitter_and_the_clocks_are_told_together() => Assert.Matches(
        @"^02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:00; 03:00:00 plus \d+(\.\d)? s of jitter$",
        Trigger.Cron("30 2 * * *", Berlin).WithJitter(TimeSpan.FromSeconds(50)).Explain(Utc("2027-03-28"), 1, culture: CultureInfo.InvariantCulture, seed: 3)[0].Note);

    [Fact]
    public void A_moved_part_of_a_union_is_told_once_and_in_its_place()
    {
        var moved = Daily.Except(Christmas).WithJitter(TimeSpan.FromHours(2));
        var list = (moved | Trigger.Every(TimeSpan.FromMinutes(1), Utc("2026-01-01"))).Explain(Utc("2026-12-24T12:00Z"), 4_200, culture: CultureInfo.InvariantCulture, seed: 7);

        var alone = moved.Explain(Utc("2026-12-24T12:00Z"), 2, culture: CultureInfo.InvariantCulture, seed: 7);
        var jitters = list.Where(occurrence => occurrence.Note?.Contains("jitter", StringComparison.Ordinal) == true);
        Assert.Equal(alone.Select(occurrence => occurrence.At), jitters.Select(occurrence => occurrence.At));
        var excluded = Assert.Single(list, occurrence => occurrence.Note?.Contains("is excluded", StringComparison.Ordinal) == true);
        Assert.Equal("2026-12-25 09:00", ExplainTests.Lines([excluded])[0][..16]);
    }

    private static string[] Lines(Trigger trigger, int count, string from = "2026-12-24") =>
        ExplainTests.Lines(trigger.Explain(Utc(from), count, culture: CultureInfo.InvariantCulture));

    private sealed class EverySecond(Action asked) : Trigger
    {
        protected override DateTimeOffset? NextCore(in TriggerContext context)
        {
            asked();
            var after = context.Previous ?? context.Added.AddTicks(-1);
            return new DateTimeOffset(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond, TimeSpan.Zero);
        }
    }
}
