using FsCheck;
using FsCheck.Fluent;
using static StatefulScheduler.Tests.Triggers.TriggerGenerators;

namespace StatefulScheduler.Tests.Triggers.Combinations;

// Combined triggers against sets of instants that are counted out.
public class CombinationProperties
{
    private static readonly Arbitrary<(Trigger Left, Trigger Right, DateTimeOffset From)> Two =
        (from left in Grids from right in Grids from time in Times select (left, right, time)).ToArbitrary();

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(100);

    [Fact]
    public void Or_is_the_union() => Prop.ForAll(Two, given =>
        Set(given.Left | given.Right, given.From).SequenceEqual(Set(given.Left, given.From).Union(Set(given.Right, given.From)).Order())).Check(Many);

    [Fact]
    public void And_is_the_intersection() => Prop.ForAll(Two, given =>
        Set(given.Left & given.Right, given.From).SequenceEqual(Set(given.Left, given.From).Intersect(Set(given.Right, given.From)))).Check(Many);

    [Fact]
    public void Except_is_the_difference() => Prop.ForAll(Two, given => given.Left == given.Right
        || Set(given.Left.Except(given.Right), given.From).SequenceEqual(Set(given.Left, given.From).Except(Set(given.Right, given.From)))).Check(Many);

    [Fact]
    public void What_is_dropped_and_what_is_kept_are_the_whole() => Prop.ForAll(Two, given => given.Left == given.Right
        || Set(given.Left.Except(given.Right) | given.Left & given.Right, given.From).SequenceEqual(Set(given.Left, given.From))).Check(Many);

    [Fact]
    public void Days_are_dropped_by_the_clocks_of_the_zone() => Prop.ForAll(Two, given =>
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(OwnZone.Of(given.Left)?.Id ?? "UTC");
        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        DateOnly[] days = [DayOf(given.From.AddHours(20)), DayOf(given.From.AddHours(40)), DayOf(given.From.AddHours(90))];
        return Set(given.Left.Except(days), given.From).SequenceEqual(Set(given.Left, given.From).Where(at => !days.Contains(DayOf(at))));
    }).Check(Many);

    [Fact]
    public void Jitter_keeps_order_and_its_maximum_and_the_end()
    {
        var cases = from trigger in Grids from time in Times from max in Gen.Choose(1, 4_000_000) from seed in Gen.Choose(0, int.MaxValue) select (trigger, time, max, seed);

        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var (trigger, from, max) = (given.trigger, given.time, TimeSpan.FromMilliseconds(given.max));
            var end = from.AddHours(3);
            var bare = trigger.From(from).Until(end).Occurrences(from).ToArray();
            var moved = Walk(trigger.From(from).Until(end).WithJitter(max), from, (ulong)given.seed);
            var again = Walk(trigger.WithJitter(max).Until(end).From(from), from, (ulong)given.seed);

            return moved.SequenceEqual(again)
                && moved.Count == bare.Length
                && bare.Select((at, i) => moved[i] >= at && moved[i] - at <= max && moved[i] <= end && (i + 1 == bare.Length || moved[i] < bare[i + 1])).All(holds => holds);
        }).Check(Many);
    }

    // A week of them.
    private static List<DateTimeOffset> Set(Trigger trigger, DateTimeOffset from) => [.. trigger.Until(from.AddDays(7)).Occurrences(from)];

    private static List<DateTimeOffset> Walk(Trigger trigger, DateTimeOffset from, ulong seed)
    {
        var fires = new List<DateTimeOffset>();
        DateTimeOffset? previous = null;
        while (trigger.Next(new TriggerContext(from, from, previous, Seed: seed)) is { } next)
        {
            fires.Add(next);
            previous = next;
        }
        return fires;
    }
}
