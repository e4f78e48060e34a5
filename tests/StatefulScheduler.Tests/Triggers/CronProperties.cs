using FsCheck;
using FsCheck.Fluent;

namespace StatefulScheduler.Tests.Triggers;

public class CronProperties
{
    private static readonly TimeZoneInfo[] Zones = [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.GetAdjustmentRules().Length > 0)];

    private static readonly Gen<(GapRule Gap, OverlapRule Overlap)> Rules =
        from gap in Gen.Elements(Enum.GetValues<GapRule>())
        from overlap in Gen.Elements(Enum.GetValues<OverlapRule>())
        select (gap, overlap);

    // A zone and an instant within a day of a change of its clocks, from 1990 to 2037.
    private static readonly Gen<(TimeZoneInfo Zone, DateTimeOffset At)> Changes =
        from zone in Gen.Elements(Zones)
        from year in Gen.Choose(1990, 2037)
        from change in Gen.Choose(0, 3)
        from minutes in Gen.Choose(-24 * 60, 24 * 60)
        select (zone, ChangeIn(zone, year, change).AddMinutes(minutes));

    private static readonly Gen<string> Expressions =
        from second in Gen.Elements("", "", "", "0 ", "30 ", "*/20 ", "H ")
        from minute in Gen.Elements("*", "*/7", "0", "30", "15,45", "59-3", "1/13", "H", "H/20", "H(10-20)")
        from hour in Gen.Elements("*", "*/2", "0", "1", "2", "3", "22-4", "H(0-6)")
        from day in Gen.Elements("*", "?", "1", "31", "29", "*/5", "20-31", "L", "L-3", "LW", "L-1W", "15W", "1W", "H")
        from month in Gen.Elements("*", "1", "3,10", "MAR-NOV", "*/2", "FEB", "H")
        from weekday in Gen.Elements("*", "0", "7", "SUN", "MON-FRI", "SAT-1", "5L", "MON#2", "WED#5")
        select $"{second}{minute} {hour} {day} {month} {weekday}";

    private static readonly Gen<Trigger> Crons =
        from expression in Expressions
        from zone in Gen.Elements<string?>(null, "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca", "Pacific/Apia")
        from year in Gen.Elements<string?>(null, null, null, "2027", "2026-2040", "*/3", "2028/4")
        from week in Gen.Elements<string?>(null, null, null, "1,53", "*/2", "20-30")
        from rules in Rules
        let trigger = Made(() => Trigger.Cron(expression, zone, year, week, rules.Gap, rules.Overlap))
        where trigger is not null
        select trigger;

    private static readonly Gen<Trigger> Fields =
        from month in Gen.Elements<string?>(null, "*", "2", "jan-jun", "*/3")
        from day in Gen.Elements<string?>(null, "*", "last", "1st mon,3rd fri", "last sun,15", "31")
        from week in Gen.Elements<string?>(null, "*/5", "53")
        from weekday in Gen.Elements<string?>(null, "mon-fri", "0", "sun,wed")
        from hour in Gen.Elements<string?>(null, "2", "*/3", "1-3")
        from minute in Gen.Elements<string?>(null, "30", "*/15")
        from rules in Rules
        let trigger = Made(() => Trigger.CronFields(
            month: month, day: day, week: week, dayOfWeek: weekday, hour: hour, minute: minute, timeZone: "Europe/Berlin", gap: rules.Gap, overlap: rules.Overlap))
        where trigger is not null
        select trigger;

    [Fact]
    public void Every_rule_is_kept_at_every_change_of_the_clocks() => Prop.ForAll(
        (from change in Changes
         from minutes in Gen.Choose(0, (1 << 12) - 1)
         from hours in Gen.Elements(0b1, 0b10, 0b110, 0b1000, 0b111_1111, (1 << 24) - 1)
         from rules in Rules
         select (change, minutes, hours, rules)).ToArbitrary(),
        given =>
        {
            var (zone, at) = given.change;
            var minutes = Enumerable.Range(0, 60).Select(minute => minute % 5 == 0 && (given.minutes >> minute / 5 & 1) != 0).ToArray();
            minutes[30] |= given.minutes == 0;
            var hours = Enumerable.Range(0, 24).Select(hour => (given.hours >> hour & 1) != 0).ToArray();
            var isInterval = hours.All(hour => hour);
            var trigger = Trigger.Cron($"{Listed(minutes)} {(isInterval ? "*" : Listed(hours))} * * *", zone.Id, gap: given.rules.Gap, overlap: given.rules.Overlap);
            var expected = new CronReference(zone, minutes, hours, given.rules.Gap, given.rules.Overlap, isInterval)
                .Occurrences(at, at.AddHours(30)).ToArray();

            Assert.Equal(expected, trigger.Occurrences(at, at.AddHours(30)));
            Assert.Equal(expected.Reverse(), Backwards(trigger, at.AddHours(30), at));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void The_last_before_inverts_the_next() => Prop.ForAll(
        Gen.OneOf(Crons, Fields).Zip(Gen.Choose(0, 20 * 365 * 1440)).ToArbitrary(),
        given =>
        {
            var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(given.Item2);
            var last = from;
            foreach (var at in given.Item1.Occurrences(from).Take(8))
            {
                Assert.True(at > last || at == from);
                Assert.Equal(at, given.Item1.LastBefore(at.AddTicks(1)));
                Assert.Equal(at, given.Item1.NextAfter(at.AddTicks(-1)));
                if (last != from)
                    Assert.Equal(last, given.Item1.LastBefore(at));
                last = at;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void Text_and_JSON_read_back_to_an_equal_trigger() => Prop.ForAll(Gen.OneOf(Crons, Fields).ToArbitrary(), trigger =>
    {
        var text = trigger.ToString();
        var converter = new System.Text.Json.JsonSerializerOptions { Converters = { new TriggerJsonConverter() } };
        var json = System.Text.Json.JsonSerializer.Serialize(trigger, converter);

        Assert.Equal(trigger, Trigger.Parse(text));
        Assert.Equal(text, Trigger.Parse(text).ToString());
        Assert.Equal(trigger, System.Text.Json.JsonSerializer.Deserialize<Trigger>(json, converter));
        Assert.Equal(trigger.GetHashCode(), Trigger.Parse(text).GetHashCode());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void A_walk_through_all_the_years_ends() => Prop.ForAll(Crons.Zip(Gen.Choose(1, 400)).ToArbitrary(), given =>
    {
        var at = DateTimeOffset.MinValue;
        var steps = 0;
        while (given.Item1.NextAfter(at) is { } next)
        {
            Assert.True(next > at);
            at = next <= DateTimeOffset.MaxValue.AddYears(-given.Item2) ? next.AddYears(given.Item2) : next.AddTicks((DateTimeOffset.MaxValue.UtcTicks - next.UtcTicks) / 2);
            Assert.True(++steps < 20_000);
        }
        for (var back = given.Item1.LastBefore(DateTimeOffset.MaxValue); back is { } last; back = given.Item1.LastBefore(last.Year > given.Item2 ? last.AddYears(-given.Item2) : DateTimeOffset.MinValue))
            Assert.True(--steps > -20_000);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static IEnumerable<DateTimeOffset> Backwards(Trigger trigger, DateTimeOffset before, DateTimeOffset from)
    {
        while (trigger.LastBefore(before) is { } at && at >= from)
        {
            yield return at;
            before = at;
        }
    }

    private static string Listed(bool[] values) => string.Join(',', Enumerable.Range(0, values.Length).Where(value => values[value]));

    private static Trigger? Made(Func<Trigger> make)
    {
        try
        {
            return make();
        }
        catch (CronFormatException)
        {
            return null; // names no date that exists
        }
    }

    // The first minute after one of the changes of a year, or some instant of a year without.
    private static DateTimeOffset ChangeIn(TimeZoneInfo zone, int year, int index)
    {
        var at = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var end = at.AddYears(1); at < end; at = at.AddHours(6))
        {
            if (zone.GetUtcOffset(at.UtcDateTime) != zone.GetUtcOffset(at.AddHours(6).UtcDateTime) && index-- == 0)
                return at;
        }
        return at;
    }
}
