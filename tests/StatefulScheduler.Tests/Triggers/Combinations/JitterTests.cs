using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers.Combinations;

public class JitterTests
{
    private static readonly DateTimeOffset Added = Utc("2026-03-02T00:00:00Z");
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(20);

    [Fact]
    public void Each_occurrence_is_moved_later_by_at_most_the_maximum()
    {
        var moved = Delays(Trigger.Every(TimeSpan.FromMinutes(5), Added), Max, seed: 7, count: 2_000);

        Assert.All(moved, delay => Assert.InRange(delay, TimeSpan.Zero, Max));
        Assert.InRange(moved.Average(delay => delay.TotalSeconds), 9, 11);
        Assert.True(moved.Min() < Max * 0.01 && moved.Max() > Max * 0.99);
        Assert.True(moved.Distinct().Count() > 1_990);
    }

    [Fact]
    public void The_same_job_draws_the_same_and_another_something_else()
    {
        var trigger = Trigger.Cron("0 9 * * *").WithJitter(TimeSpan.FromMinutes(10));
        var drawn = Enumerable.Range(0, 1_000).Select(seed => First(trigger, (ulong)seed)).ToArray();

        Assert.Equal(drawn, Enumerable.Range(0, 1_000).Select(seed => First(trigger, (ulong)seed)));
        Assert.True(drawn.Distinct().Count() > 990);

        // Spread over the whole of it, not only different.
        var minutes = drawn.CountBy(at => at.Minute).ToDictionary();
        Assert.Equal(10, minutes.Count);
        Assert.All(minutes.Values, count => Assert.InRange(count, 60, 140));
    }

    [Fact]
    public void What_is_drawn_is_the_same_in_every_version() => Assert.Equal(
        Utc("2026-03-02T09:07:56.8207217Z", "2026-03-03T09:08:29.9005711Z"),
        Trigger.Cron("0 9 * * *").WithJitter(TimeSpan.FromMinutes(10)).Occurrences(Added).Take(2));

    [Fact]
    public void None_reaches_the_next_however_long_the_jitter_is()
    {
        var dense = Trigger.Every(TimeSpan.FromSeconds(1), Added).WithJitter(TimeSpan.FromHours(1));
        var fires = dense.Occurrences(Added).Take(1_000).ToArray();

        for (var i = 0; i < fires.Length; i++)
            Assert.InRange(fires[i], Added.AddSeconds(i), Added.AddSeconds(i + 1).AddTicks(-1));
    }

    [Fact]
    public void A_single_tick_of_room_is_all_there_is()
    {
        var fires = new EverySecondTick().WithJitter(Max).Occurrences(Added).Take(1_000).Select(at => (at - Added).Ticks).ToArray();

        Assert.All(fires, (tick, i) => Assert.InRange(tick, 2 * i, (2 * i) + 1));
        Assert.InRange(fires.Count(tick => tick % 2 == 1), 400, 600);
    }

    [Fact]
    public void None_passes_the_end()
    {
        var trigger = Trigger.Cron("* * * * *").Until(Added.AddMinutes(1).AddSeconds(1)).WithJitter(TimeSpan.FromSeconds(50));

        for (var seed = 0UL; seed < 100; seed++)
        {
            var first = First(trigger, seed);
            var last = trigger.Next(new TriggerContext(Added, Added, first, Seed: seed));
            Assert.InRange(first, Added, Added.AddSeconds(50));
            Assert.InRange(last!.Value, Added.AddMinutes(1), Added.AddMinutes(1).AddSeconds(1));
            Assert.Null(trigger.Next(new TriggerContext(Added, Added, last, Seed: seed)));
        }
        Assert.Equal(trigger, Trigger.Cron("* * * * *").WithJitter(TimeSpan.FromSeconds(50)).Until(Added.AddMinutes(1).AddSeconds(1)));
    }

    [Fact]
    public void A_union_ends_with_its_last_part_and_an_intersection_with_its_first()
    {
        Trigger early = Trigger.Every(TimeSpan.FromHours(1), Added).Until(Added), late = Trigger.Every(TimeSpan.FromHours(1), Added).Until(Added.AddSeconds(5));

        Assert.InRange(First((early | late).WithJitter(Max), 1), Added, Added.AddSeconds(5));
        Assert.Contains(Enumerable.Range(0, 50), seed => First((early | late).WithJitter(Max), (ulong)seed) > Added);
        Assert.All(Enumerable.Range(0, 50), seed => Assert.Equal(Added, First((early & late).WithJitter(Max), (ulong)seed)));
    }

    [Fact]
    public void An_occurrence_that_is_still_to_come_is_found_from_any_instant_before_it()
    {
        var trigger = Trigger.Cron("0 * * * *").WithJitter(TimeSpan.FromMinutes(30));
        for (var seed = 0UL; seed < 50; seed++)
        {
            var pending = First(trigger, seed); // between 00:00 and 00:30
            for (var at = Added.AddTicks(-1); at < pending; at = at.AddMinutes(1))
                Assert.Equal(pending, trigger.Next(new TriggerContext(Added, Added, at, Seed: seed)));

            var following = trigger.Next(new TriggerContext(Added, Added, pending, Seed: seed))!.Value;
            Assert.InRange(following, Added.AddHours(1), Added.AddMinutes(90));
            for (var at = pending; at < following; at = at.AddMinutes(1))
                Assert.Equal(following, trigger.Next(new TriggerContext(Added, Added, at, Seed: seed)));
        }
    }

    [Fact]
    public void The_first_occurrence_is_not_one_from_before_the_adding() => Assert.All(
        Enumerable.Range(0, 50),
        seed => Assert.InRange(
            Trigger.Cron("0 * * * *").WithJitter(TimeSpan.FromMinutes(59)).Next(new TriggerContext(Added.AddMinutes(1), Added, Seed: (ulong)seed))!.Value,
            Added.AddHours(1),
            Added.AddHours(2)));

    [Fact]
    public void The_latest_is_the_last_that_was_not_moved_beyond()
    {
        var trigger = Trigger.Cron("0 * * * *").WithJitter(TimeSpan.FromMinutes(30));
        var fires = trigger.Occurrences(Added).Take(50).ToArray();
        var context = new TriggerContext(Added, Added);

        Assert.Null(trigger.Latest(context, fires[0].AddTicks(-1)));
        for (var i = 1; i < fires.Length; i++)
        {
            Assert.Equal(fires[i], trigger.Latest(context, fires[i]));
            Assert.Equal(fires[i - 1], trigger.Latest(context, fires[i].AddTicks(-1)));
            Assert.Null(trigger.Latest(context with { Previous = fires[i] }, fires[i]));

            // The occurrence before was moved to after `previous`, which itself is later than the instant it was moved from.
            Assert.Equal(fires[i - 1], trigger.Latest(context with { Previous = fires[i - 1].AddTicks(-1) }, fires[i].AddTicks(-1)));
        }
    }

    [Fact]
    public void A_start_in_the_past_is_moved_as_well() => Assert.InRange(
        First(Trigger.At(Added.AddDays(-1)).WithJitter(Max), 3), Added.AddDays(-1), Added.AddDays(-1) + Max);

    [Fact]
    public void Now_is_moved_once()
    {
        var soon = Trigger.Now.WithJitter(Max);

        var first = First(soon, 1);
        Assert.InRange(first, Added, Added + Max);
        Assert.Equal(first, soon.Next(new TriggerContext(Added, Added, Added, Seed: 1)));
        Assert.Null(soon.Next(new TriggerContext(Added, Added, first, Seed: 1)));
        Assert.Null(soon.Next(new TriggerContext(Added, Added, Added.AddDays(1), Seed: 1)));
    }

    [Fact]
    public void A_rest_is_lengthened_and_counts_from_the_end_of_the_run()
    {
        var rest = Trigger.AfterEachRun(TimeSpan.FromSeconds(1)).WithJitter(Max);
        var delays = new List<TimeSpan>();
        var fire = First(rest, 5);
        Assert.InRange(fire, Added, Added + Max);
        for (var run = 0; run < 500; run++)
        {
            var ended = fire.AddSeconds(3);
            var next = rest.Next(new TriggerContext(Added, Added, fire, ended, Seed: 5))!.Value;
            Assert.Equal(next, rest.Latest(new TriggerContext(Added, Added, fire, ended, Seed: 5), next.AddDays(1)));
            delays.Add(next - ended);
            fire = next;
        }

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) + Max));
        Assert.InRange(delays.Average(delay => delay.TotalSeconds), 9, 13);
    }

    [Fact]
    public void A_rest_beside_a_grid_fires_no_occurrence_twice()
    {
        var both = (Trigger.AfterEachRun(TimeSpan.FromMinutes(1)) | Trigger.Cron("*/5 * * * *")).WithJitter(Max);
        for (var seed = 0UL; seed < 20; seed++)
        {
            var fires = new List<DateTimeOffset> { First(both, seed) };
            while (fires[^1] < Added.AddHours(2))
                fires.Add(both.Next(new TriggerContext(Added, Added, fires[^1], fires[^1].AddSeconds(1), Seed: seed))!.Value);

            // Each fire is a rest of a minute after a run that took a second, or in the minute of the grid that follows one.
            for (var i = 1; i < fires.Count; i++)
            {
                var sinceRun = fires[i] - fires[i - 1] - TimeSpan.FromSeconds(1);
                var grid = new DateTimeOffset(fires[i].UtcTicks - (fires[i].UtcTicks % TimeSpan.FromMinutes(5).Ticks), TimeSpan.Zero);
                Assert.True(
                    (sinceRun >= TimeSpan.FromMinutes(1) && sinceRun <= TimeSpan.FromMinutes(1) + Max) || (grid > fires[i - 1] && fires[i] - grid <= Max),
                    $"seed {seed}: {fires[i - 1]:O} {fires[i]:O}");
            }
        }
    }

    [Fact]
    public void A_second_jitter_takes_the_place_of_the_first()
    {
        var every = Trigger.Every(TimeSpan.FromMinutes(5));

        Assert.Equal(every.WithJitter(Max), every.WithJitter(TimeSpan.FromHours(1)).WithJitter(Max));
        Assert.NotEqual(every.WithJitter(Max), every.WithJitter(TimeSpan.FromSeconds(1)));
        Assert.NotEqual(every.WithJitter(Max), every);
        Assert.Equal(Trigger.Never, Trigger.Never.WithJitter(Max));
    }

    [Fact]
    public void A_jitter_around_jitter_keeps_order_too()
    {
        var nested = (Trigger.Cron("* * * * *").WithJitter(TimeSpan.FromSeconds(30)) | Trigger.Cron("30 * * * * *")).WithJitter(TimeSpan.FromMinutes(1));

        var fires = nested.Occurrences(Added).Take(200).ToArray();

        Assert.Equal(fires.Order(), fires);
        Assert.InRange(fires[^1], Added.AddMinutes(99), Added.AddMinutes(102));
        foreach (var (before, after) in fires.Zip(fires.Skip(1)))
        {
            Assert.Equal(after, nested.After(before));
            Assert.Equal(after, nested.After(after.AddTicks(-1)));
        }
    }

    [Fact]
    public void Jitters_inside_one_another_are_bounded_together()
    {
        // Each level asks the one inside it several times.
        var nest = Trigger.Cron("* * * * *");
        for (var level = 0; level < 60; level++)
            nest = (nest | Trigger.Every(TimeSpan.FromMinutes(level + 1), Added)).WithJitter(Max);

        Assert.Contains("fewer levels", Assert.Throws<InvalidOperationException>(() => nest.After(Added)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => nest.LastBefore(Added));
    }

    [Fact]
    public void What_is_excluded_is_excluded_before_it_is_moved()
    {
        var trigger = Trigger.Every(TimeSpan.FromHours(1), Added).WithJitter(TimeSpan.FromMinutes(30)).Except(Trigger.At(Added.AddHours(1)));

        Assert.Equal("every 01:00:00 from 2026-03-02T00:00:00Z except (at 2026-03-02T01:00:00Z) jitter 00:30:00", trigger.ToString());
        Assert.InRange(trigger.After(Added.AddMinutes(30))!.Value, Added.AddHours(2), Added.AddHours(2.5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9_999)]
    public void A_jitter_shorter_than_a_millisecond_is_refused(long ticks) =>
        Assert.Throws<ArgumentOutOfRangeException>("max", () => Trigger.Now.WithJitter(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void The_ends_of_time_are_no_edge()
    {
        Assert.Equal(DateTimeOffset.MaxValue, Trigger.At(DateTimeOffset.MaxValue).WithJitter(TimeSpan.MaxValue).FirstWhenAdded(Added));
        Assert.NotNull(Trigger.At(DateTimeOffset.MinValue).WithJitter(TimeSpan.MaxValue).FirstWhenAdded(Added));
        Assert.NotNull(Trigger.Cron("* * * * *").WithJitter(TimeSpan.MaxValue).After(DateTimeOffset.MinValue));
    }

    [Fact]
    public void The_scheduler_s_zone_is_filled_in_inside() =>
        Assert.Equal("0 9 * * * Asia/Tokyo jitter 00:00:20", Trigger.Cron("0 9 * * *").WithJitter(Max).InZone("Asia/Tokyo").ToString());

    private sealed class EverySecondTick : Trigger
    {
        protected override DateTimeOffset? NextCore(in TriggerContext context) =>
            (context.Previous ?? context.Added.AddTicks(-1)) is var previous ? previous.AddTicks(2 - (previous.UtcTicks % 2)) : null;
    }

    private static DateTimeOffset First(Trigger trigger, ulong seed) => trigger.Next(new TriggerContext(Added, Added, Seed: seed))!.Value;

    private static TimeSpan[] Delays(Trigger trigger, TimeSpan max, ulong seed, int count)
    {
        var bare = trigger.Occurrences(Added).Take(count).ToArray();
        var moved = new List<TimeSpan>();
        DateTimeOffset? previous = null;
        foreach (var at in bare)
        {
            previous = trigger.WithJitter(max).Next(new TriggerContext(Added, Added, previous, Seed: seed));
            moved.Add(previous!.Value - at);
        }
        return [.. moved];
    }
}
