using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class LifecycleTests
{
    [Fact]
    public async Task A_stop_waits_for_runs_in_flight_and_what_they_did_is_stored()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), async (job, cancellationToken) =>
        {
            await Task.Delay(10 * Second, job.Time, cancellationToken);
            job.State = job.State.Set("done", true);
        });
        await harness.AdvanceAsync(Minute);

        var stopping = harness.Scheduler.StopAsync().AsTask();
        Assert.False(stopping.IsCompleted);
        await harness.AdvanceAsync(10 * Second);
        await stopping;

        Assert.Equal(SchedulerStatus.Stopped, harness.Scheduler.Status);
        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.True((await harness.Job()).State.Get<bool>("done"));
        await harness.AdvanceAsync(10 * Minute);
        Assert.Single(harness.Events<RunStarted>());
    }

    [Fact]
    public async Task A_stop_gives_back_what_its_token_ended_without_counting_an_attempt()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler
            .Configure(options => options.DrainTimeout = TimeSpan.Zero)
            .AddJob("job", Trigger.At(Start + Minute), Taking(10 * Second), options: new() { OnFailure = FailurePolicy.Retry(3) }));
        await harness.AdvanceAsync(Minute);
        await harness.Scheduler.StopAsync();

        Assert.Empty(harness.Runs("job"));
        Assert.Equal((JobStatus.Active, 0), ((await harness.Job()).Status, (await harness.Job()).RunningCount));
        await harness.Scheduler.StartAsync();
        await harness.AdvanceAsync(Minute);
        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Equal((1, Start + Minute), (harness.Runs("job")[0].Attempt, harness.Runs("job")[0].ScheduledAt));
    }

    [Fact]
    public async Task A_scheduler_that_starts_paused_takes_commands_and_runs_nothing_before_it_is_resumed()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.Configure(options => options.StartPaused = true).AddJob("job", Trigger.Every(Minute), Nothing));
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("n", 1));
        await harness.AdvanceAsync(2.5 * Minute);
        Assert.Empty(harness.Events<RunStarted>());

        await harness.Scheduler.ResumeAsync();
        await harness.AdvanceAsync(Minute);
        Assert.Equal("2 3", harness.Scheduled());
    }

    [Fact]
    public async Task Events_are_told_in_the_order_in_which_things_happened()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Counting);
        await harness.AdvanceAsync(Minute);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("n", 0));
        await harness.Scheduler.RemoveJobAsync("job");
        await harness.Scheduler.StopAsync();

        Assert.Equal("JobAdded SchedulerStarted RunStarted StateChanged RunSucceeded JobCompleted StateChanged JobModified JobRemoved SchedulerStopped", harness.Told());
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), harness.Events<SchedulerEvent>().Select(told => told.Sequence));
    }

    [Fact]
    public async Task A_listener_hears_in_order_until_it_is_disposed_and_its_fault_harms_nobody()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        var heard = new List<DateTimeOffset>();
        using var broken = harness.Scheduler.Events.Subscribe<RunSucceeded>(new Action<RunSucceeded>(_ => throw new InvalidOperationException("as planned")));
        var subscription = harness.Scheduler.Events.Subscribe<RunEvent>(told => heard.Add(told.At));

        await harness.AdvanceAsync(2 * Minute);
        subscription.Dispose();
        await harness.AdvanceAsync(2 * Minute);

        Assert.Equal([Start + Minute, Start + Minute, Start + 2 * Minute, Start + 2 * Minute], heard);
        Assert.Equal("1 2 3 4", harness.Scheduled());
    }

    [Fact]
    public async Task A_listener_can_pause_the_job_that_failed()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Failing);
        var scheduler = harness.Scheduler;
        using var subscription = scheduler.Events.Subscribe<RunFailed>(async failed =>
            await scheduler.PauseJobAsync(failed.Job.Id, state => state.Set("state", "error"), reason: failed.Exception.Message));

        await harness.AdvanceAsync(5 * Minute);

        Assert.Equal("Failed", harness.Outcomes());
        Assert.Equal("""{"state":"error"}""", (await harness.Job()).State.ToString());
    }

    [Fact]
    public async Task A_store_that_is_down_is_reported_and_everything_goes_on_when_it_is_up_again()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Counting);
        harness.Faults.FailNext(StoreVerb.Claim, 3);

        await harness.AdvanceAsync(5 * Minute);

        Assert.Equal(5, (await harness.Job()).State.Get<int>("n"));
        Assert.Single(harness.Events<StoreDown>());
        Assert.Single(harness.Events<StoreUp>());
    }
}
