using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Each write fits the type by itself; what a merge would make of both does not.
public class MisfitMergeTests
{
    private static async Task<SchedulerHarness> EndedAsync(bool saves)
    {
        var harness = await HarnessAsync(scheduler => scheduler.AddHandler<Limits>("job", async (job, cancellationToken) =>
        {
            await Task.Delay(Minute, job.Time, cancellationToken);
            if (saves)
                await job.SaveStateAsync(job.State with { Low = 8 }, cancellationToken);
            return saves ? job.State : job.State with { Low = 8 };
        }));
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Now) { State = new Limits(1, 10) });
        await harness.AdvanceAsync(30 * Second);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("high", 5));
        await harness.AdvanceAsync(Minute);
        return harness;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_merge_that_no_longer_fits_the_type_keeps_the_stored_state_and_says_so(bool saves)
    {
        await using var harness = await EndedAsync(saves);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Equal("""{"low":1,"high":5}""", (await harness.Job()).State.ToString());
        Assert.Contains("$.low: 8 gives way to 1;", harness.Rejected(), StringComparison.Ordinal);
    }

    internal sealed record Limits
    {
        public Limits(int low, int high)
        {
            if (low > high)
                throw new ArgumentException($"{low} is above {high}.");
            (Low, High) = (low, high);
        }

        public int Low { get; init; }

        public int High { get; init; }
    }
}
