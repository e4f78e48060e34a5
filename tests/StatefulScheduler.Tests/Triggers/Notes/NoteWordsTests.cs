using System.Globalization;

namespace StatefulScheduler.Tests.Triggers.Notes;

// Each kind of note, in each of its forms, in both languages.
public class NoteWordsTests
{
    private static readonly DateTime Half = new(2027, 3, 28, 2, 30, 0);
    private static readonly DateTime Three = new(2027, 3, 28, 3, 0, 0);
    private static readonly DateTime Christmas = new(2026, 12, 25, 9, 0, 0);

    [Theory]
    [InlineData("en-GB")]
    [InlineData("de-DE")]
    [InlineData("ja-JP")]
    [InlineData("")]
    public void Whoever_does_not_read_Chinese_reads_English(string culture) =>
        Assert.Equal("the last one", NoteWords.For(CultureInfo.GetCultureInfo(culture)).Say(new EndNote(null)));

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("zh-Hans")]
    [InlineData("zh-TW")]
    [InlineData("zh")]
    public void Whoever_reads_Chinese_reads_Chinese(string culture) =>
        Assert.Equal("最后一次", NoteWords.For(CultureInfo.GetCultureInfo(culture)).Say(new EndNote(null)));

    [Fact]
    public void A_skipped_wall_time() => AssertSaid(
        new GapNote("Europe/Berlin", Half, Half, Three),
        "02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:00",
        "Europe/Berlin 在 2027-03-28 不存在 02:30 这一时刻：改在 03:00 触发");

    [Fact]
    public void A_skipped_wall_time_that_does_not_fire() => AssertSaid(
        new GapNote("Europe/Berlin", Half, Half, null),
        "02:30 does not exist on 2027-03-28 in Europe/Berlin: does not fire that day",
        "Europe/Berlin 在 2027-03-28 不存在 02:30 这一时刻：该次不触发");

    [Fact]
    public void A_skipped_wall_time_that_fires_on_the_next_date() => AssertSaid(
        new GapNote("Pacific/Apia", new(2011, 12, 30, 12, 0, 0), new(2011, 12, 30, 12, 0, 0), new(2011, 12, 31)),
        "12:00 does not exist on 2011-12-30 in Pacific/Apia: fires at 2011-12-31 00:00",
        "Pacific/Apia 在 2011-12-30 不存在 12:00 这一时刻：改在 2011-12-31 00:00 触发");

    [Fact]
    public void Several_skipped_wall_times() => AssertSaid(
        new GapNote("Europe/Berlin", Half, Half.AddMinutes(20), Three),
        "02:30 to 02:50 do not exist on 2027-03-28 in Europe/Berlin: fire once, at 03:00",
        "Europe/Berlin 在 2027-03-28 不存在 02:30 至 02:50 这段时间：合并到 03:00 触发一次");

    [Fact]
    public void Several_skipped_wall_times_that_do_not_fire() => AssertSaid(
        new GapNote("Europe/Berlin", Half, Half.AddMinutes(29).AddSeconds(59), null),
        "02:30 to 02:59:59 do not exist on 2027-03-28 in Europe/Berlin: do not fire",
        "Europe/Berlin 在 2027-03-28 不存在 02:30 至 02:59:59 这段时间：其间各次不触发");

    [Fact]
    public void Skipped_wall_times_of_two_dates() => AssertSaid(
        new GapNote("Asia/Manila", new(1844, 12, 30, 23, 0, 0), new(1844, 12, 31, 1, 0, 0), null),
        "1844-12-30 23:00 to 1844-12-31 01:00 do not exist in Asia/Manila: do not fire",
        "Asia/Manila 不存在 1844-12-30 23:00 至 1844-12-31 01:00 这段时间：其间各次不触发");

    [Theory]
    [InlineData(nameof(OverlapTurn.FirstOnly), "fires the first time only", "只在第一次触发")]
    [InlineData(nameof(OverlapTurn.LastOnly), "fires the second time only", "只在第二次触发")]
    [InlineData(nameof(OverlapTurn.FirstOfBoth), "this is the first of the two", "这是第一次")]
    [InlineData(nameof(OverlapTurn.LastOfBoth), "this is the second of the two", "这是第二次")]
    public void A_repeated_wall_time(string turn, string english, string chinese) => AssertSaid(
        new OverlapNote("Europe/Berlin", new(2027, 10, 31, 2, 30, 0), Enum.Parse<OverlapTurn>(turn)),
        $"02:30 occurs twice on 2027-10-31 in Europe/Berlin: {english}",
        $"Europe/Berlin 在 2027-10-31 会出现两次 02:30：{chinese}");

    [Fact]
    public void An_excluded_day() => AssertSaid(
        new ExcludedNote(null, ByDay: true, Christmas, null, Christmas),
        "2026-12-25 is excluded: 09:00 does not fire",
        "2026-12-25 已排除：09:00 不触发");

    [Fact]
    public void An_excluded_day_in_another_zone_than_the_one_asked_for() => AssertSaid(
        new ExcludedNote("Europe/Berlin", ByDay: true, Christmas, null, Christmas),
        "2026-12-25 is excluded in Europe/Berlin: 09:00 does not fire",
        "2026-12-25（Europe/Berlin）已排除：09:00 不触发");

    [Fact]
    public void Two_occurrences_of_an_excluded_day() => AssertSaid(
        new ExcludedNote(null, ByDay: true, Christmas, Christmas.AddHours(8), Christmas.AddHours(8)),
        "2026-12-25 is excluded: 09:00 and 17:00 do not fire",
        "2026-12-25 已排除：09:00 和 17:00 不触发");

    [Fact]
    public void Many_occurrences_of_an_excluded_day() => AssertSaid(
        new ExcludedNote(null, ByDay: true, Christmas, Christmas.AddHours(1), Christmas.AddHours(8)),
        "2026-12-25 is excluded: 09:00 to 17:00 do not fire",
        "2026-12-25 已排除：09:00 至 17:00 各次均不触发");

    [Fact]
    public void Two_excluded_days() => AssertSaid(
        new ExcludedNote(null, ByDay: true, Christmas, Christmas.AddDays(1), Christmas.AddDays(1)),
        "2026-12-25 and 2026-12-26 are excluded: 09:00 does not fire",
        "2026-12-25 和 2026-12-26 已排除：09:00 不触发");

    [Fact]
    public void Many_excluded_days() => AssertSaid(
        new ExcludedNote(null, ByDay: true, Christmas, Christmas.AddDays(1), Christmas.AddDays(7)),
        "2026-12-25 09:00 to 2027-01-01 09:00 are excluded",
        "2026-12-25 09:00 至 2027-01-01 09:00 各次均已排除");

    [Fact]
    public void An_excluded_instant() => AssertSaid(
        new ExcludedNote(null, ByDay: false, Christmas, null, Christmas),
        "2026-12-25 09:00 is excluded",
        "2026-12-25 09:00 已排除");

    [Fact]
    public void Two_excluded_instants() => AssertSaid(
        new ExcludedNote(null, ByDay: false, Christmas, Christmas.AddHours(8), Christmas.AddHours(8)),
        "2026-12-25 09:00 and 17:00 are excluded",
        "2026-12-25 09:00 和 17:00 已排除");

    [Fact]
    public void Many_excluded_instants() => AssertSaid(
        new ExcludedNote("Asia/Tokyo", ByDay: false, Christmas, Christmas.AddSeconds(1), Christmas.AddDays(365).AddTicks(5_000_000)),
        "2026-12-25 09:00 to 2027-12-25 09:00:00.5 are excluded in Asia/Tokyo",
        "2026-12-25 09:00 至 2027-12-25 09:00:00.5（Asia/Tokyo）各次均已排除");

    [Theory]
    [InlineData("00:00:12.345", "12.3 s", "12.3 秒")]
    [InlineData("00:00:00.25", "250 ms", "250 毫秒")]
    [InlineData("00:00:59.96", "1 min", "1 分")]
    [InlineData("00:04:12.3", "4 min 12.3 s", "4 分 12.3 秒")]
    [InlineData("26:00:30", "26 h 30 s", "26 小时 30 秒")]
    public void Jitter(string delay, string english, string chinese) => AssertSaid(
        new JitterNote(Christmas, Delay(delay)),
        $"09:00:00 plus {english} of jitter",
        $"09:00:00 加上 {chinese}的随机延迟");

    [Fact]
    public void A_month_without_the_day() => AssertSaid(
        new MissingDayNote(31, new(2027, 2, 1), new(2027, 2, 1), 1, null),
        "2027-02 has no day 31: passed over",
        "2027-02 没有 31 日：跳过");

    [Fact]
    public void Two_months_without_the_day() => AssertSaid(
        new MissingDayNote(31, new(2027, 2, 1), new(2027, 4, 1), 2, null),
        "2027-02 and 2027-04 have no day 31: passed over",
        "2027-02 和 2027-04 没有 31 日：跳过");

    [Fact]
    public void Many_months_without_the_day() => AssertSaid(
        new MissingDayNote(29, new(2097, 2, 1), new(2103, 2, 1), 7, null),
        "7 months from 2097-02 to 2103-02 have no day 29: passed over",
        "2097-02 至 2103-02 间有 7 个月没有 29 日：跳过");

    [Fact]
    public void A_month_whose_last_day_stands_in() => AssertSaid(
        new MissingDayNote(31, new(2027, 2, 1), new(2027, 2, 1), 1, new(2027, 2, 28)),
        "2027-02 has no day 31: fires on 2027-02-28",
        "2027-02 没有 31 日：改在 2027-02-28 触发");

    [Fact]
    public void The_wait_for_a_run() => AssertSaid(
        new AfterRunNote(),
        "the next one counts from the end of this run",
        "下一次从本次运行结束时起算");

    [Fact]
    public void The_end() => AssertSaid(
        new EndNote(new(2027, 1, 1)),
        "the last one: ends at 2027-01-01 00:00",
        "最后一次：截止于 2027-01-01 00:00");

    [Fact]
    public void Several_notes_are_told_once_each_and_cut_when_they_are_too_many()
    {
        var notes = new TriggerNotes(TimeZoneTable.Utc);
        for (var day = 0; day < 10; day++)
            notes.Add(new ExcludedNote(null, ByDay: true, Christmas.AddDays(day / 2), null, Christmas.AddDays(day / 2)));
        Assert.Equal(5, notes.Take(EnglishWords.Instance)!.Split("; ").Length);
        Assert.Null(notes.Take(EnglishWords.Instance));

        for (var day = 0; day < 10; day++)
            notes.Add(new ExcludedNote(null, ByDay: false, Christmas.AddDays(day), null, Christmas.AddDays(day)));
        notes.AddEnd(new EndNote(null));
        var text = notes.Take(ChineseWords.Instance)!;
        Assert.StartsWith("2026-12-25 09:00 已排除；2026-12-26 09:00 已排除；", text, StringComparison.Ordinal);
        Assert.EndsWith("2026-12-30 09:00 已排除；另有其他；最后一次", text, StringComparison.Ordinal);
    }

    private static TimeSpan Delay(string text)
    {
        var parts = text.Split(':').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return TimeSpan.FromHours(parts[0]) + TimeSpan.FromMinutes(parts[1]) + TimeSpan.FromSeconds(parts[2]);
    }

    private static void AssertSaid(TriggerNote note, string english, string chinese) =>
        Assert.Equal((english, chinese), (EnglishWords.Instance.Say(note), ChineseWords.Instance.Say(note)));
}
