using FsCheck;
using FsCheck.Fluent;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Calendar;

// Calendar triggers in UTC against dates that are counted out one by one.
public class CalendarProperties
{
    private static readonly Gen<(CalendarPeriod Period, DateOnly Start, MissingDay MissingDay)> Calendars =
        from years in Gen.Elements(0, 0, 0, 1, 4)
        from months in Gen.Elements(0, 0, 1, 2, 5, 13)
        from weeks in Gen.Elements(0, 0, 0, 1, 6)
        from days in Gen.Elements(0, 0, 1, 10, 45)
        where years + months + weeks + days > 0
        from start in Gen.Choose(0, 200 * 366)
        from missingDay in Gen.Elements(MissingDay.Skip, MissingDay.LastDay)
        select (new CalendarPeriod(years, months, weeks, days), new DateOnly(1900, 1, 1).AddDays(start), missingDay);

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    [Fact]
    public void Its_dates_are_those_one_counts() => Prop.ForAll(Calendars.ToArbitrary(), given =>
    {
        var counted = Count(given.Period, given.Start, given.MissingDay).Take(150).ToArray();
        return At(given).Occurrences(DateTimeOffset.MinValue).Take(150).SequenceEqual(counted);
    }).Check(Many);

    [Fact]
    public void They_are_the_same_from_wherever_one_looks() => Prop.ForAll(Calendars.ToArbitrary(), Gen.Choose(1, 120).ToArbitrary(), (given, index) =>
    {
        var counted = Count(given.Period, given.Start, given.MissingDay).Skip(index - 1).Take(3).ToArray();
        var context = new TriggerContext(Utc("2026-01-01"), Utc("2026-01-01"));
        var trigger = At(given);
        return trigger.After(counted[1].AddTicks(-1)) == counted[1]
            && trigger.After(counted[1]) == counted[2]
            && trigger.Latest(context, counted[1]) == counted[1]
            && trigger.Latest(context, counted[1].AddTicks(-1)) == counted[0]
            && trigger.Latest(context with { Previous = counted[1] }, counted[2].AddTicks(-1)) is null;
    }).Check(Many);

    private static Trigger At((CalendarPeriod Period, DateOnly Start, MissingDay MissingDay) given) =>
        Trigger.Calendar(given.Period, new TimeOnly(9, 0), "UTC", given.Start, given.MissingDay);

    // Told by the words of the documentation, with the framework's own calendar.
    private static IEnumerable<DateTimeOffset> Count(CalendarPeriod period, DateOnly start, MissingDay missingDay)
    {
        var (date, day) = (start, start.Day);
        while (true)
        {
            yield return new DateTimeOffset(date.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);

            // The first of the month never misses. Only where no days are added is the day of the start the one that is meant.
            var first = new DateOnly(date.Year, date.Month, 1);
            day = period.Weeks + period.Days > 0 ? date.Day : day;
            do
            {
                first = first.AddMonths((period.Years * 12) + period.Months);
            }
            while (missingDay == MissingDay.Skip && first.AddDays(day - 1).Month != first.Month);
            var last = first.AddMonths(1).AddDays(-1).Day;
            date = first.AddDays(Math.Min(day, last) - 1).AddDays((period.Weeks * 7) + period.Days);
        }
    }
}
