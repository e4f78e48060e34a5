using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using static StatefulScheduler.Tests.Triggers.TriggerGenerators;

namespace StatefulScheduler.Tests.Triggers;

public class TriggerProperties
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new TriggerJsonConverter() } };

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Arbitrary<(Trigger Trigger, DateTimeOffset From)> Cases = All.Zip(Times).ToArbitrary();

    private static readonly Arbitrary<(Trigger Trigger, DateTimeOffset From)> SteadyCases = Steady.Zip(Times).ToArbitrary();

    [Fact]
    public void The_next_instant_is_strictly_later_than_the_previous_one() => Prop.ForAll(Cases, given =>
    {
        var last = given.From.AddTicks(-1);
        foreach (var at in Fires(given.Trigger, given.From, 40))
        {
            if (at <= last)
                return false;
            last = at;
        }
        return true;
    }).Check(Many);

    [Fact]
    public void No_instant_is_lost_wherever_one_looks_from() => Prop.ForAll(SteadyCases, given =>
    {
        var context = new TriggerContext(given.From, given.From);
        foreach (var (before, after) in Pairs(given.Trigger, given.From, 10))
        {
            foreach (var place in (DateTimeOffset[])[before, before + ((after - before) / 2), after.AddTicks(-1)])
            {
                if (given.Trigger.Next(context with { Previous = place }) != after)
                    return false;
            }
        }
        return true;
    }).Check(Many);

    [Fact]
    public void The_latest_is_the_one_before_the_next() => Prop.ForAll(SteadyCases, given =>
    {
        var context = new TriggerContext(given.From, given.From, given.From.AddTicks(-1));
        foreach (var (before, after) in Pairs(given.Trigger, given.From, 10))
        {
            if (given.Trigger.Latest(context, after) != after
                || given.Trigger.Latest(context, after.AddTicks(-1)) != before
                || given.Trigger.Latest(context with { Previous = before }, after.AddTicks(-1)) is not null)
                return false;
        }
        return true;
    }).Check(Many);

    [Fact]
    public void The_last_before_is_the_one_before_the_next() => Prop.ForAll(SteadyCases, given =>
        given.Trigger.CountsFromAdding || Pairs(given.Trigger, given.From, 10).All(pair =>
            given.Trigger.LastBefore(pair.After) == pair.Before && given.Trigger.LastBefore(pair.After.AddTicks(1)) == pair.After)).Check(Many);

    [Fact]
    public void An_instant_is_named_when_it_is_an_occurrence() => Prop.ForAll(SteadyCases, given =>
    {
        var context = new TriggerContext(given.From, given.From);
        return Pairs(given.Trigger, given.From, 10).All(pair =>
            given.Trigger.Names(context, pair.After) && !given.Trigger.Names(context, pair.After.AddTicks(-1)) || pair.After - pair.Before == TimeSpan.FromTicks(1));
    }).Check(Many);

    [Fact]
    public void Nothing_is_named_outside_the_bounds() => Prop.ForAll(Cases, given =>
        Fires(given.Trigger, given.From, 20).All(at => !(at < given.Trigger.NotBefore) && !(at > given.Trigger.NotAfter))).Check(Many);

    [Fact]
    public void Text_reads_back() => Prop.ForAll(All.ToArbitrary(), trigger =>
        Trigger.Parse(trigger.ToString()) is var read && read == trigger && read.GetHashCode() == trigger.GetHashCode()).Check(Many);

    [Fact]
    public void Json_reads_back() => Prop.ForAll(All.ToArbitrary(), trigger =>
        JsonSerializer.Serialize(trigger, Json) is var json
        && JsonSerializer.Deserialize<Trigger>(json, Json) == trigger
        && JsonSerializer.Serialize(JsonSerializer.Deserialize<Trigger>(json, Json), Json) == json).Check(Many);

    [Fact]
    public void A_filled_in_zone_changes_no_shape() => Prop.ForAll(All.ToArbitrary(), trigger =>
        trigger.InZone("Asia/Tokyo") is var filled
        && filled.InZone("Europe/Berlin") == filled
        && Trigger.Parse(filled.ToString()) == filled).Check(Many);

    [Fact]
    public void Text_of_any_kind_is_read_or_refused()
    {
        var words = Gen.Elements(
            "now", "never", "at", "every", "after each run", "5", "00:05:00", "month", "day", "at 09:00", "0 9 * * *", "@daily", "UTC", "Europe/Berlin",
            "|", "&", "(", ")", "from", "until", "except", "jitter", "2030-01-01T00:00:00Z", "2030-01-01", "2026-12-25,2026-12-26", "H", "H(1-4)", "\"", ",",
            "fields", "hour=9", "gap", "overlap", "missing", "skip", "first", "year", "2030", "-1", "99999999999", "é", "\t");
        var texts = words.Zip(Gen.Elements("", " ")).ListOf().Select(list => string.Concat(list.Select(pair => pair.Item1 + pair.Item2)));

        Prop.ForAll(texts.ToArbitrary(), text => !Trigger.TryParse(text, out var trigger) || Trigger.Parse(trigger.ToString()) == trigger)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }

    private static IEnumerable<(DateTimeOffset Before, DateTimeOffset After)> Pairs(Trigger trigger, DateTimeOffset from, int count)
    {
        var fires = Fires(trigger, from, count);
        return fires.Zip(fires.Skip(1));
    }

    // As many as there are. A random intersection may never meet, and a random difference have nothing left; they say so.
    private static List<DateTimeOffset> Fires(Trigger trigger, DateTimeOffset from, int count)
    {
        var fires = new List<DateTimeOffset>();
        try
        {
            fires.AddRange(trigger.Occurrences(from).Take(count));
        }
        catch (InvalidOperationException refused) when (refused.Message.Contains("most likely", StringComparison.Ordinal))
        {
        }
        return fires;
    }
}
