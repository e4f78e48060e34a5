using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// A deploy gives a declared job a new trigger: what a reschedule does to its status, a deploy does too.
public class RedeployTests
{
    private static async Task<SchedulerHarness> DeployedAsync(Trigger first, Trigger second, Func<JobContext, CancellationToken, ValueTask> run, Func<SchedulerHarness, Task>? between = null)
    {
        var trigger = first;
        var harness = await HarnessAsync(scheduler => scheduler.AddJob("job", trigger, run));
        await harness.AdvanceAsync(Second);
        if (between is not null)
            await between(harness);
        trigger = second;
        await harness.RestartAsync();
        return harness;
    }

    [Fact]
    public async Task A_completed_job_that_is_deployed_with_a_new_trigger_is_active_and_fires()
    {
        await using var harness = await DeployedAsync(Trigger.Now, Trigger.Every(Minute), Nothing, async before =>
            Assert.Equal(JobStatus.Completed, (await before.Job()).Status));
        await harness.AdvanceAsync(3 * Minute);

        var job = await harness.Job();
        Assert.Equal((JobStatus.Active, null), (job.Status, job.FinishedAt));
        Assert.Equal("Succeeded Succeeded Succeeded Succeeded", harness.Outcomes());
    }

    [Fact]
    public async Task A_failed_job_that_is_deployed_with_a_new_trigger_is_active_and_fires()
    {
        await using var harness = await DeployedAsync(Trigger.Now, Trigger.Every(Minute), Failing, async before =>
            Assert.Equal(JobStatus.Failed, (await before.Job()).Status));
        await harness.AdvanceAsync(3 * Minute);

        Assert.Equal((JobStatus.Active, 4), ((await harness.Job()).Status, harness.Runs("job").Count));
    }

    [Fact]
    public async Task A_job_that_is_deployed_with_a_trigger_without_a_further_fire_is_completed()
    {
        await using var harness = await DeployedAsync(Trigger.Every(Minute), Trigger.Every(Minute).Until(Start - Minute), Nothing);
        await harness.AdvanceAsync(3 * Minute);

        var job = await harness.Job();
        Assert.Equal((JobStatus.Completed, null), (job.Status, job.NextFireAt));
        Assert.NotNull(job.FinishedAt);
        Assert.Empty(harness.Runs("job"));
    }

    [Fact]
    public async Task A_paused_job_that_is_deployed_with_a_new_trigger_stays_paused_and_fires_by_it_when_it_is_resumed()
    {
        await using var harness = await DeployedAsync(Trigger.Every(Minute), Trigger.Every(2 * Minute), Nothing, async before =>
            await before.Scheduler.PauseJobAsync("job", reason: "audit"));
        await harness.AdvanceAsync(5 * Minute);
        Assert.Equal((JobStatus.Paused, "audit"), ((await harness.Job()).Status, (await harness.Job()).Pause!.Reason));
        Assert.Empty(harness.Runs("job"));

        await harness.Scheduler.ResumeJobAsync("job");
        await harness.AdvanceAsync(4 * Minute);
        Assert.Equal("Succeeded Succeeded", harness.Outcomes());
    }
}
