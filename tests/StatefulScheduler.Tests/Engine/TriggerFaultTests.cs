using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// A trigger is user code in the middle of the pump: its fault is its job's, not the store's and not everybody's.
public class TriggerFaultTests
{
    private const int Broken = 4;

    private static async Task<SchedulerHarness> AdvancedAsync(string breaks)
    {
        var harness = await HarnessAsync(scheduler => scheduler
            .Configure(options => options.MaxConcurrentRuns = 2)
            .AddHandler("work", Nothing)
            .AddJob("good", Trigger.Every(Minute), Nothing));
        for (var i = 0; i < Broken; i++)
            await harness.Scheduler.AddJobAsync(new($"bad-{i}", "work", new FaultyTrigger(Enum.Parse<FaultyTrigger.Moment>(breaks))));
        await harness.AdvanceAsync(5 * Minute);
        return harness;
    }

    [Theory]
    [InlineData("Claim")]
    [InlineData("End")]
    public async Task A_job_whose_trigger_throws_is_parked_with_the_reason(string breaks)
    {
        await using var harness = await AdvancedAsync(breaks);

        for (var i = 0; i < Broken; i++)
        {
            var job = await harness.Job($"bad-{i}");
            Assert.Equal((JobStatus.Parked, 0), (job.Status, job.RunningCount));
            Assert.Contains("the trigger breaks", job.Parked!.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(Broken, harness.Events<JobParked>().Count);
    }

    [Theory]
    [InlineData("Claim")]
    [InlineData("End")]
    public async Task Other_jobs_go_on_while_triggers_throw_and_the_store_is_not_blamed(string breaks)
    {
        await using var harness = await AdvancedAsync(breaks);

        Assert.Equal("1 2 3 4 5", harness.Scheduled("good"));
        Assert.Empty(harness.Events<StoreDown>());
        Assert.Equal((null, 0), (harness.Scheduler.GetHealth().StoreFault, harness.Scheduler.GetHealth().OpenRuns));
    }

    [Theory]
    [InlineData("Claim")]
    [InlineData("End")]
    public async Task A_parked_job_runs_again_with_a_trigger_that_works(string breaks)
    {
        await using var harness = await AdvancedAsync(breaks);
        var before = harness.Runs("bad-0").Count;

        await harness.Scheduler.RescheduleJobAsync("bad-0", Trigger.Every(Minute));
        await harness.AdvanceAsync(3.5 * Minute);

        Assert.Equal(JobStatus.Active, (await harness.Job("bad-0")).Status);
        Assert.Equal("Succeeded Succeeded Succeeded", string.Join(" ", harness.Runs("bad-0").Skip(before).Select(run => run.Outcome)));
    }
}
