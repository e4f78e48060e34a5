using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

public class TriggerLatestTests
{
    private static readonly DateTimeOffset Added = Utc("2026-03-28T00:00:00Z");

    public static TheoryData<string> Triggers =>
    [
        "now", "never", "at 2026-03-28T05:00:00Z", "at 2020-01-01T00:00:00Z", "at 2026-03-29T02:30:00 Europe/Berlin",
        "every 00:07:00", "every 03:00:00 from 2026-03-27T01:00:00Z", "every 1.00:00:00 from 2026-03-29T00:00:00Z until 2026-03-30T00:00:00Z",
        "*/10 * * * * Europe/Berlin", "30 2 * * * Europe/Berlin", "0 0 1 1 *", "0 12 * * * from 2026-03-29T00:00:00Z until 2026-03-29T18:00:00Z",
        "now | 15 * * * * Europe/Dublin | every 05:00:00",
    ];

    [Theory, MemberData(nameof(Triggers))]
    public void The_latest_is_where_walking_ends(string text)
    {
        var trigger = Trigger.Parse(text);
        foreach (var previous in (DateTimeOffset?[])[null, Added, Added.AddHours(7), Added.AddHours(25.5)])
        {
            var context = new TriggerContext(Added, Added, previous);
            for (var until = Added.AddHours(-1); until < Added.AddDays(3); until = until.AddMinutes(95))
                Assert.Equal(Walked(trigger, context, until), trigger.Latest(context, until));
        }
    }

    [Fact]
    public void The_latest_in_a_thousand_years_of_seconds_is_found_at_once()
    {
        var context = new TriggerContext(Utc("1000-01-01"), Added, Utc("1000-01-01"));

        Assert.Equal(Added, Trigger.Cron("* * * * * *", "Europe/Berlin").Latest(context, Added.AddTicks(1)));
        Assert.Equal(Added.AddTicks(1).AddTicks(-1), Trigger.Every(TimeSpan.FromMilliseconds(1), Utc("1000-01-01")).Latest(context, Added.AddTicks(1)));
        Assert.Equal(Utc("2024-02-29"), Trigger.Cron("0 0 29 2 *").Latest(context, Added));
    }

    [Fact]
    public void Before_the_first_local_time_of_a_west_offset_lie_the_hours_of_UTC() =>
        Assert.Equal(Utc("0001-01-01T11:00:00Z"), Trigger.Cron("0 * * * *").LastBefore(new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.FromHours(-12))));

    [Fact]
    public void The_latest_reaches_the_end_of_time() =>
        Assert.Equal(Utc("9999-12-31T23:59:59Z"), Trigger.Cron("* * * * * *").Latest(new TriggerContext(Added, Added), DateTimeOffset.MaxValue));

    [Fact]
    public void Missed_rests_do_not_pile_up() =>
        Assert.Equal(Added.AddMinutes(1), Trigger.AfterEachRun(TimeSpan.FromMinutes(1)).Latest(new TriggerContext(Added, Added, Added), Added.AddDays(1)));

    private static DateTimeOffset? Walked(Trigger trigger, TriggerContext context, DateTimeOffset until)
    {
        DateTimeOffset? latest = null;
        while (trigger.Next(context) is { } next && next <= until)
        {
            latest = next;
            context = context with { Previous = next };
        }
        return latest;
    }
}
