using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// How long a lease holds, and how long a deaf run is borne, is time that passes; what the wall clock says has nothing to do with it.
public class ClockSetBackTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_run_keeps_its_lease_when_the_wall_clock_is_set(int hours)
    {
        var begun = 0;
        await using var harness = await JobAsync(Trigger.Now, async (job, cancellationToken) =>
        {
            begun++;
            await Task.Delay(5 * Minute, job.Time, cancellationToken);
        });
        await harness.AdvanceAsync(10 * Second);
        harness.Time.Jump(hours * Hour);
        await harness.AdvanceAsync(6 * Minute);

        Assert.Equal((1, "Succeeded"), (begun, harness.Outcomes()));
        Assert.Empty(harness.Events<RunAbandoned>());
    }

    [Fact]
    public async Task A_run_that_begins_after_the_wall_clock_was_set_back_keeps_its_lease()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.AddHandler("job", Taking(5 * Minute)));
        await harness.AdvanceAsync(Minute);
        harness.Time.Jump(-Hour);
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Now));
        await harness.AdvanceAsync(6 * Minute);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Single(harness.Events<RunStarted>());
    }

    [Fact]
    public async Task A_deaf_run_is_closed_after_its_patience_when_the_wall_clock_was_set_back()
    {
        await using var harness = await JobAsync(
            Trigger.Now,
            async (job, _) => await Task.Delay(30 * Minute, job.Time, CancellationToken.None),
            new() { Timeout = Minute });
        await harness.AdvanceAsync(Minute + Second);
        harness.Time.Jump(-Hour);
        await harness.AdvanceAsync(45 * Second);

        Assert.Equal("TimedOut", harness.Outcomes());
        Assert.Equal(1, harness.Scheduler.GetHealth().StuckRuns);
    }
}
