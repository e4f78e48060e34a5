using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// An outage is over with the first exchange that succeeds.
public class StoreHealthTests
{
    // A run that was claimed proves that the store answered.
    [Theory]
    [InlineData(StoreVerb.Claim)]
    [InlineData(StoreVerb.Commit)]
    public async Task A_run_that_was_claimed_after_an_outage_sees_a_healthy_store(StoreVerb verb)
    {
        var faults = new List<Exception?>();
        await using var harness = await JobAsync(Trigger.Every(Minute), (job, _) =>
        {
            faults.Add(job.Scheduler.GetHealth().StoreFault);
            return ValueTask.CompletedTask;
        });
        harness.Faults.FailNext(verb, 3);
        await harness.AdvanceAsync(5.5 * Minute);

        Assert.Equal(5, faults.Count);
        Assert.All(faults, Assert.Null);
        Assert.Equal((1, 1), (harness.Events<StoreDown>().Count, harness.Events<StoreUp>().Count));
    }

    [Fact]
    public async Task A_store_that_answers_again_is_healthy_while_runs_are_in_flight()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler
            .AddJob("long", Trigger.Now, Taking(60 * Minute))
            .AddJob("often", Trigger.Every(Second), Nothing));
        harness.Faults.FailNext(StoreVerb.Claim);
        await harness.AdvanceAsync(Second);
        Assert.NotNull(harness.Scheduler.GetHealth().StoreFault);

        await harness.AdvanceAsync(Second);

        Assert.Equal((null, null), (harness.Scheduler.GetHealth().StoreFault, harness.Scheduler.GetHealth().StoreDownSince));
        Assert.NotEmpty(harness.Runs("often"));
    }

    [Fact]
    public async Task A_store_that_answers_again_is_healthy_although_more_is_due_than_can_run()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler
            .Configure(options => options.MaxConcurrentRuns = 1)
            .AddJob("long", Trigger.At(Start + Minute), Taking(60 * Minute))
            .AddJob("other", Trigger.At(Start + Minute), Taking(60 * Minute)));
        harness.Faults.FailNext(StoreVerb.Claim);
        await harness.AdvanceAsync(2 * Minute);

        Assert.Single(harness.Events<RunStarted>());
        Assert.Null(harness.Scheduler.GetHealth().StoreFault);
    }

    [Fact]
    public async Task A_stop_drains_a_run_in_flight_although_the_store_has_failed_before()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.AddJob("job", Trigger.Now, Taking(10 * Second)).AddHandler("other", Nothing));
        harness.Faults.FailNext(StoreVerb.Claim);
        await harness.Scheduler.AddJobAsync(new("other", "other", Trigger.Now));
        await harness.AdvanceAsync(TimeSpan.Zero);
        Assert.NotNull(harness.Scheduler.GetHealth().StoreFault);

        var stopping = harness.Scheduler.StopAsync().AsTask();
        await harness.AdvanceAsync(11 * Second);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Equal(SchedulerStatus.Stopped, harness.Scheduler.Status);
    }
}
