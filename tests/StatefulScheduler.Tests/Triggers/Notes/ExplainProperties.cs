using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Notes;

// Whatever a trigger is made of, an explanation lists its occurrences, and says of each the same wherever the list begins.
public class ExplainProperties
{
    private static readonly Gen<string> Zones = Gen.Elements("Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "America/New_York", "UTC");

    private static readonly Gen<string> Clauses = Gen.Elements("", "gap skip", "gap shift", "overlap last", "overlap both", "gap skip overlap first");

    private static readonly Gen<string> Atoms = Gen.OneOf(
        from time in Gen.Elements("30 2", "15 1-3", "*/20 *", "0,45 2,9", "0 9")
        from days in Gen.Elements("* * *", "* * SUN", "*/2 * *")
        from zone in Zones
        from clauses in Clauses
        select $"{time} {days} {zone} {clauses}",
        from period in Gen.Elements("day", "2 days", "month", "week")
        from time in Gen.Elements("02:30", "01:45", "09:00")
        from zone in Zones
        from start in Gen.Elements("2026-01-31", "2026-02-01", "2025-12-29")
        from clauses in Clauses
        from missing in Gen.Elements("", "missing last-day")
        select $"every {period} at {time} {zone} from {start} {missing} {clauses}",
        Gen.Elements("every 00:15:00 from 2026-01-01T00:00:00Z", "every 07:00:00 from 2026-03-28T12:30:00Z", "at 2026-03-29T02:30:00 Europe/Berlin"));

    private static readonly Gen<string> Unmoved = Combined(Combined(Atoms));

    // Outermost: moved instants have none in common with others.
    private static readonly Gen<string> Triggers = Gen.Frequency(
        (3, Unmoved),
        (1, Unmoved.Select(text => $"({text}) jitter 00:20:00")),
        (1, Unmoved.Zip(Unmoved).Select(pair => $"({pair.Item1}) jitter 12:00:00 | ({pair.Item2})")));

    private static readonly Gen<DateTimeOffset> Starts =
        from change in Gen.Elements("2026-03-29", "2026-10-25", "2026-04-05", "2026-10-04", "2026-02-15", "2026-03-08", "2026-01-30")
        from minutes in Gen.Choose(-3_000, 1_000)
        select Utc(change).AddMinutes(minutes);

    private static readonly Arbitrary<(string Trigger, DateTimeOffset From)> Cases =
        (from trigger in Triggers from start in Starts select (trigger, start)).ToArbitrary();

    private static readonly Arbitrary<(string Trigger, DateTimeOffset From)> UnmovedCases =
        (from trigger in Unmoved from start in Starts select (trigger, start)).ToArbitrary();

    private static readonly int[] DaysLeftOut = [0, 2, 3, 4, 9, 40];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void The_instants_are_those_of_the_trigger() => Prop.ForAll(Cases, given =>
    {
        var trigger = Trigger.Parse(given.Trigger);
        var list = trigger.Explain(given.From, 40);

        return list.Select(occurrence => occurrence.At).SequenceEqual(trigger.Occurrences(given.From).Take(40))
            && list.All(occurrence => occurrence.WallTime == (OwnZone.Of(trigger) ?? TimeZoneTable.Utc).ToWallTime(occurrence.At));
    }).Check(Many);

    [Fact]
    public void What_is_said_of_an_occurrence_does_not_depend_on_where_the_list_begins() => Prop.ForAll(Cases, given =>
    {
        var trigger = Trigger.Parse(given.Trigger);
        var list = Explained(trigger, given.From, 12);
        var parts = new List<TriggerOccurrence>();
        for (var from = given.From; parts.Count < 12 && Explained(trigger, from, 1) is [var next]; from = next.At.AddTicks(1))
            parts.Add(next);

        return list.SequenceEqual(parts);
    }).Check(Many);

    [Fact]
    public void It_is_short_and_never_the_same_twice() => Prop.ForAll(Cases, given =>
        Explained(Trigger.Parse(given.Trigger), given.From, 40).All(occurrence =>
            occurrence.Note is null || occurrence.Note.Split("; ") is var notes && notes.Length <= 8 && notes.Distinct().Count() == notes.Length)).Check(Many);

    [Fact]
    public void What_is_excluded_is_told_at_the_next_occurrence() =>
        Prop.ForAll((from trigger in Atoms from start in Starts select (trigger, start)).ToArbitrary(), given =>
        {
            var (trigger, from) = (Trigger.Parse(given.trigger), given.start);
            var zone = OwnZone.Of(trigger) ?? TimeZoneTable.Utc;
            DateOnly[] days = [.. DaysLeftOut.Select(day => DateOnly.FromDateTime(zone.ToWallTime(from)).AddDays(day))];
            var all = trigger.Occurrences(from, from.AddDays(80)).ToList();

            var previous = from.AddTicks(-1);
            foreach (var occurrence in Explained(trigger.Except(days), from, 1_000).TakeWhile(occurrence => occurrence.At < from.AddDays(80)))
            {
                var left = all.Where(at => at > previous && at < occurrence.At).Select(zone.ToWallTime).ToList();
                var told = left.Count == 0 ? null : EnglishWords.Instance.Say(new ExcludedNote(null, true, left[0], left.Count > 1 ? left[1] : null, left[^1]));
                if (told is null ? occurrence.Note?.Contains("excluded", StringComparison.Ordinal) == true : occurrence.Note?.Contains(told, StringComparison.Ordinal) != true)
                    return false;
                previous = occurrence.At;
            }
            return true;
        }).Check(Many);

    [Fact]
    public void What_is_said_of_an_occurrence_is_said_of_it_when_it_is_moved() => Prop.ForAll(UnmovedCases, given =>
    {
        var trigger = Trigger.Parse(given.Trigger);
        var plain = Explained(trigger, given.From, 30);
        var moved = Explained(trigger.WithJitter(TimeSpan.FromHours(5)), given.From, 30).Where(occurrence => plain.Count > 0 && occurrence.At >= plain[0].At).ToList();

        // Before the first one the two have begun at different places.
        return moved.Zip(plain).Skip(1).All(pair => WithoutJitter(pair.First.Note) == (pair.Second.Note ?? ""));
    }).Check(Many);

    private static string WithoutJitter(string? note) =>
        string.Join("; ", (note ?? "").Split("; ").Where(part => !part.EndsWith(" of jitter", StringComparison.Ordinal)));

    private static IReadOnlyList<TriggerOccurrence> Explained(Trigger trigger, DateTimeOffset from, int count) =>
        trigger.Explain(from, count, culture: CultureInfo.InvariantCulture, seed: 42);

    private static Gen<string> Combined(Gen<string> inner) => Gen.Frequency(
        (3, inner),
        (2, inner.Zip(inner).Select(pair => $"({pair.Item1}) | ({pair.Item2})")),
        (1, inner.Select(text => $"({text}) & (every 00:05:00 from 2026-01-01T00:00:00Z)")),
        (1, inner.Select(text => $"({text}) except 2026-03-29,2026-03-30,2026-02-01,2026-10-25")),
        (1, inner.Select(text => $"({text}) except (* 2 1-5,20-31 * * Europe/Berlin)")),
        (1, inner.Select(text => $"({text}) until 2026-10-26T00:00:00Z")));
}
