using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// The occurrence of a one-shot job belongs to the run that is open: resuming the job does not make it due a second time.
public class OneShotResumeTests
{
    private static async Task<SchedulerHarness> OpenAsync()
    {
        var harness = await JobAsync(Trigger.Now, Taking(Minute));
        await harness.AdvanceAsync(10 * Second);
        return harness;
    }

    [Fact]
    public async Task A_one_shot_job_that_is_paused_and_resumed_during_its_run_runs_once()
    {
        await using var harness = await OpenAsync();
        await harness.Scheduler.PauseJobAsync("job");
        await harness.Scheduler.ResumeJobAsync("job");
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Single(harness.Events<RunStarted>());
        Assert.Equal((JobStatus.Completed, null), ((await harness.Job()).Status, (await harness.Job()).NextFireAt));
    }

    [Fact]
    public async Task A_one_shot_job_that_is_resumed_where_it_was_during_its_run_runs_once()
    {
        await using var harness = await OpenAsync();
        await harness.Scheduler.PauseJobAsync("job");
        await harness.Scheduler.ModifyJobAsync("job", change => change.Resume(ResumeFrom.Kept));
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Equal(JobStatus.Completed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task A_one_shot_job_that_is_resumed_at_an_instant_during_its_run_runs_there_again()
    {
        await using var harness = await OpenAsync();
        await harness.Scheduler.PauseJobAsync("job");
        await harness.Scheduler.ModifyJobAsync("job", change => change.Resume(ResumeFrom.At(Start + 5 * Minute)));
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal("0 5", harness.Scheduled());
        Assert.Equal(JobStatus.Completed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task A_one_shot_job_that_succeeded_while_it_was_paused_is_not_run_again_by_a_resume()
    {
        await using var harness = await OpenAsync();
        await harness.Scheduler.PauseJobAsync("job");
        await harness.AdvanceAsync(2 * Minute);
        await harness.Scheduler.ResumeJobAsync("job");
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal("Succeeded", harness.Outcomes());
    }
}
