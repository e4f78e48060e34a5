using FsCheck;
using FsCheck.Fluent;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

// Triggers at random, for properties. Nested ones are two levels deep.
internal static class TriggerGenerators
{
    private static readonly DateTimeOffset Epoch = Utc("2026-01-01");

    // A year with every change of the clocks in it.
    public static readonly Gen<DateTimeOffset> Times = Gen.Choose(0, 365 * 86_400).Select(seconds => Epoch.AddSeconds(seconds));

    private static readonly Gen<string> Zones = Gen.Elements(
        "", " UTC", " Europe/Berlin", " America/New_York", " Australia/Lord_Howe", " Europe/Dublin", " Africa/Casablanca", " Asia/Kathmandu");

    public static readonly Gen<string> Crons =
        from minute in Gen.Elements("*", "*/7", "0", "30", "15,45", "59-3", "1/13")
        from hour in Gen.Elements("*", "*/2", "0", "1", "2", "3", "22-4")
        from day in Gen.Elements("*", "1", "31", "29", "*/5", "20-31")
        from month in Gen.Elements("*", "1", "3,10", "MAR-NOV", "*/2")
        from weekday in Gen.Elements("*", "0", "SUN", "MON-FRI", "SAT-1")
        from zone in Zones
        select $"{minute} {hour} {day} {month} {weekday}{zone}";

    public static readonly Gen<Trigger> Calendars =
        from period in Gen.Elements<CalendarPeriod>(
            new(Days: 1), new(Days: 3), new(Weeks: 1), new(Months: 1), new(Months: 2), new(Years: 1), new(Months: 1, Days: 1), new(Years: 1, Weeks: 2))
        from hour in Gen.Choose(0, 23)
        from minute in Gen.Elements(0, 15, 30, 45)
        from zone in Zones
        from day in Gen.Choose(-2_000, 400)
        from isOpen in Gen.Elements(true, false)
        from missingDay in Gen.Elements(MissingDay.Skip, MissingDay.LastDay)
        from gap in Gen.Elements(GapRule.FireAfter, GapRule.Skip, GapRule.Shift)
        from overlap in Gen.Elements(OverlapRule.First, OverlapRule.Last, OverlapRule.Both)
        select Trigger.Calendar(
            period,
            new TimeOnly(hour, minute),
            zone.Length == 0 ? null : zone.Trim(),
            isOpen ? null : DateOnly.FromDateTime(Epoch.AddDays(day).Date),
            missingDay,
            gap,
            overlap);

    // Grids that meet: the stuff of intersections and differences that are neither empty nor whole.
    public static readonly Gen<Trigger> Grids = Gen.OneOf(
        from minute in Gen.Elements("*", "*/2", "*/3", "*/5", "0", "30", "0-30")
        from hour in Gen.Elements("*", "*/2", "0-12", "2,3")
        from day in Gen.Elements("* * *", "* * MON-FRI", "* * SAT", "*/2 * *")
        from zone in Gen.Elements("", " Europe/Berlin", " Africa/Casablanca", " Europe/Dublin")
        select Trigger.Parse($"{minute} {hour} {day}{zone}"),
        Gen.Elements(1, 2, 3, 4, 6, 10, 15, 45).Select(minutes => Trigger.Every(TimeSpan.FromMinutes(minutes), Epoch)));

    // The same instants from wherever one looks: none counts from the end of a run.
    public static readonly Gen<Trigger> SteadyLeaves = Gen.OneOf(
        Crons.Select(Trigger.Parse),
        Calendars,
        Gen.Choose(600, 100_000).Select(seconds => Trigger.Every(TimeSpan.FromSeconds(seconds))),
        Gen.Choose(1, 600).Zip(Times).Select(pair => Trigger.Every(TimeSpan.FromMinutes(pair.Item1), Aligned(pair.Item2))),
        Times.Select(time => Trigger.At(Aligned(time))),
        Gen.Constant(Trigger.Now));

    public static readonly Gen<Trigger> Leaves = Gen.OneOf(
        SteadyLeaves, Gen.Choose(600, 100_000).Select(seconds => Trigger.AfterEachRun(TimeSpan.FromSeconds(seconds))));

    public static readonly Gen<Trigger> Steady = Combined(Combined(SteadyLeaves));

    public static readonly Gen<Trigger> All = Combined(Combined(Leaves));

    private static Gen<Trigger> Combined(Gen<Trigger> inner) => Gen.Frequency(
        (4, inner),
        (2, inner.Zip(inner).Select(pair => pair.Item1 | pair.Item2)),
        (1, inner.Zip(Grids).Select(pair => pair.Item1 & pair.Item2)),
        (1, inner.Zip(Grids).Where(pair => !Holds(pair.Item2, pair.Item1)).Select(pair => pair.Item1.Except(pair.Item2))),
        (1, inner.Zip(Gen.Choose(0, 300).ListOf(20)).Select(pair => pair.Item1.Except(pair.Item2.Select(day => DateOnly.FromDateTime(Epoch.AddDays(day).Date))))),
        (1, inner.Zip(Gen.Choose(1, 100_000)).Select(pair => pair.Item1.WithJitter(TimeSpan.FromSeconds(pair.Item2)))),
        (1, inner.Zip(Gen.Choose(0, 5_000)).Where(pair => !(pair.Item1.NotAfter < Epoch.AddHours(pair.Item2))).Select(pair => pair.Item1.From(Epoch.AddHours(pair.Item2)))),
        (1, inner.Zip(Gen.Choose(0, 5_000)).Where(pair => !(pair.Item1.NotBefore > Epoch.AddHours(pair.Item2 + 4_000))).Select(pair => pair.Item1.Until(Epoch.AddHours(pair.Item2 + 4_000)))));

    // What Except refuses, for nothing would be left.
    private static bool Holds(Trigger trigger, Trigger part) => trigger == part || part is JitterTrigger jitter && jitter.Inner == trigger;

    private static DateTimeOffset Aligned(DateTimeOffset time) => time.AddSeconds(-time.Second);
}
