using FsCheck;
using FsCheck.Fluent;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

public class TriggerProperties
{
    private static readonly Gen<string> Crons =
        from minute in Gen.Elements("*", "*/7", "0", "30", "15,45", "59-3", "1/13")
        from hour in Gen.Elements("*", "*/2", "0", "1", "2", "3", "22-4")
        from day in Gen.Elements("*", "1", "31", "29", "*/5", "20-31")
        from month in Gen.Elements("*", "1", "3,10", "MAR-NOV", "*/2")
        from weekday in Gen.Elements("*", "0", "SUN", "MON-FRI", "SAT-1")
        from zone in Gen.Elements("", " UTC", " Europe/Berlin", " America/New_York", " Australia/Lord_Howe", " Europe/Dublin", " Africa/Casablanca", " Asia/Kathmandu")
        select $"{minute} {hour} {day} {month} {weekday}{zone}";

    private static readonly Gen<Trigger> Simple = Gen.OneOf(
        Crons.Select(Trigger.Parse),
        Gen.Choose(1, 100_000).Select(seconds => Trigger.Every(TimeSpan.FromSeconds(seconds))),
        Gen.Choose(1, 100_000).Select(seconds => Trigger.AfterEachRun(TimeSpan.FromSeconds(seconds))),
        Gen.Constant(Trigger.Now));

    private static readonly Gen<Trigger> Triggers = Gen.OneOf(
        Simple,
        from left in Simple from right in Simple select left | right,
        from trigger in Simple from hours in Gen.Choose(0, 5_000) select trigger.From(Utc("2026-01-01").AddHours(hours)),
        from trigger in Simple from hours in Gen.Choose(0, 5_000) select trigger.Until(Utc("2026-06-01").AddHours(hours)));

    // A year with every change of the clocks in it.
    private static readonly Gen<DateTimeOffset> Times = Gen.Choose(0, 365 * 86_400).Select(seconds => Utc("2026-01-01").AddSeconds(seconds));

    private static readonly Arbitrary<(Trigger Trigger, DateTimeOffset From)> Cases =
        (from trigger in Triggers from time in Times select (trigger, time)).ToArbitrary();

    [Fact]
    public void The_next_instant_is_strictly_later_than_the_previous_one() => Prop.ForAll(Cases, given =>
    {
        var last = given.From.AddTicks(-1);
        foreach (var at in given.Trigger.Occurrences(given.From).Take(40))
        {
            if (at <= last)
                return false;
            last = at;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_instant_is_lost_wherever_one_looks_from() => Prop.ForAll(Crons.Zip(Times).ToArbitrary(), given =>
    {
        // Cron has no memory: asked from anywhere between two occurrences, it names the second.
        var trigger = Trigger.Parse(given.Item1);
        var pair = trigger.Occurrences(given.Item2).Take(2).ToArray();
        var middle = pair[0] + ((pair[1] - pair[0]) / 2);
        return trigger.After(middle) == pair[1] && trigger.After(pair[1].AddTicks(-1)) == pair[1];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_reads_back() =>
        Prop.ForAll(Triggers.ToArbitrary(), trigger => Trigger.Parse(trigger.ToString()) == trigger).QuickCheckThrowOnFailure();

    [Fact]
    public void The_latest_is_one_before_the_next() => Prop.ForAll(Cases, given =>
    {
        var fires = given.Trigger.Occurrences(given.From).Take(10).ToArray();
        if (fires.Length == 0 || given.Trigger.ToString().Contains("after", StringComparison.Ordinal))
            return true;
        var context = new TriggerContext(given.From, given.From, given.From.AddTicks(-1));
        return given.Trigger.Latest(context, fires[^1]) == fires[^1]
            && (fires.Length < 2 || given.Trigger.Latest(context, fires[^1].AddTicks(-1)) == fires[^2]);
    }).QuickCheckThrowOnFailure();
}
