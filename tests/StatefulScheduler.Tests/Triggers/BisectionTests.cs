using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

public class BisectionTests
{
    private static readonly DateTimeOffset Added = Utc("2026-01-01");

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1_000)]
    [InlineData(1_001)]
    [InlineData(31_536_000)]
    public void The_latest_of_a_trigger_of_ones_own_is_found_near_and_far(int seconds)
    {
        var trigger = new CountingTrigger();
        var context = new TriggerContext(Added, Added, Added);

        Assert.Equal(Added.AddSeconds(seconds), trigger.Latest(context, Added.AddSeconds(seconds)));
        Assert.Equal(Added.AddSeconds(seconds), trigger.Latest(context, Added.AddSeconds(seconds + 1).AddTicks(-1)));
        Assert.InRange(trigger.Asked, 1, 2_500);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1_000)]
    [InlineData(1_003)]
    [InlineData(864_000_000_001)]
    public void Not_a_tick_is_passed_over(long ticks) => Assert.Equal(
        Added.AddTicks(ticks), new GrainTrigger(grain: 1).Latest(new TriggerContext(Added, Added, Added), Added.AddTicks(ticks)));

    [Fact]
    public void There_may_be_none()
    {
        Assert.Null(new CountingTrigger().Latest(new TriggerContext(Added, Added, Added), Added));
        Assert.Null(new CountingTrigger().Latest(new TriggerContext(Added, Added, Added), Added.AddTicks(9_999_999)));
    }

    [Fact]
    public void It_reaches_from_the_beginning_of_time_to_its_end()
    {
        var context = new TriggerContext(Added, Added, DateTimeOffset.MinValue);

        Assert.Equal(Utc("9999-12-31T23:59:59Z"), new CountingTrigger().Latest(context, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void What_counts_from_the_occurrence_before_is_walked()
    {
        var context = new TriggerContext(Added, Added, Added.AddTicks(1));

        Assert.Equal(Added.AddTicks(1).AddMinutes(7 * 142), new ChainTrigger().Latest(context, Added.AddMinutes(1_000)));
    }

    // Every whole second, wherever it is asked.
    private sealed class CountingTrigger : Trigger
    {
        public int Asked { get; private set; }

        protected override DateTimeOffset? NextCore(in TriggerContext context)
        {
            Asked++;
            var second = ((context.Previous ?? context.Added.AddTicks(-1)).UtcTicks / TimeSpan.TicksPerSecond) + 1;
            return second > DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond ? null : new DateTimeOffset(second * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        }
    }

    // Every so many ticks.
    private sealed class GrainTrigger(long grain) : Trigger
    {
        protected override DateTimeOffset? NextCore(in TriggerContext context) =>
            (context.Previous ?? context.Added.AddTicks(-1)) is var previous ? previous.AddTicks(grain - (previous.UtcTicks % grain)) : null;
    }

    // Seven minutes after whatever was last.
    private sealed class ChainTrigger : Trigger
    {
        protected override DateTimeOffset? NextCore(in TriggerContext context) => context.Previous?.AddMinutes(7) ?? context.Added;
    }
}
