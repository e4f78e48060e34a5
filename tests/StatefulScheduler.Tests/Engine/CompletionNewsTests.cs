using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Whoever waits for a job to complete hears of it, whether a run, a command, an add or a deploy leaves nothing ahead.
public class CompletionNewsTests
{
    [Fact]
    public async Task A_trigger_without_a_further_fire_completes_the_job_that_is_given_it()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        await harness.Scheduler.RescheduleJobAsync("job", Trigger.At(Start).From(Start + Minute));

        Assert.Equal("JobAdded SchedulerStarted JobRescheduled JobCompleted", harness.Told());
    }

    [Fact]
    public async Task Skipping_the_last_fire_completes_the_job()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Nothing);
        await harness.Scheduler.ModifyJobAsync("job", change => change.SkipNext());

        Assert.Equal("JobAdded SchedulerStarted JobModified JobCompleted", harness.Told());
    }

    [Fact]
    public async Task A_job_that_is_added_without_a_fire_ahead_completes_at_once()
    {
        await using var harness = await JobAsync(Trigger.At(Start).From(Start + Minute), Nothing);

        Assert.Equal(JobStatus.Completed, (await harness.Job()).Status);
        Assert.Equal("JobAdded JobCompleted SchedulerStarted", harness.Told());
    }

    [Fact]
    public async Task A_job_that_has_completed_does_not_complete_again()
    {
        await using var harness = await JobAsync(Trigger.At(Start), Nothing);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("seen", true));

        Assert.Single(harness.Events<JobCompleted>());
    }
}
