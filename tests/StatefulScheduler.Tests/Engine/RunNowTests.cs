using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class RunNowTests
{
    [Fact]
    public async Task A_run_by_hand_leaves_the_schedule_as_it_is()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Counting);
        await harness.AdvanceAsync(1.5 * Minute);
        var asked = await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(TimeSpan.Zero);
        var ended = await harness.Scheduler.WaitForRunAsync(asked);

        Assert.Equal((RunOutcome.Pending, RunOutcome.Succeeded, asked.Id), (asked.Outcome, ended.Outcome, ended.Id));
        Assert.Equal(Start + 2 * Minute, (await harness.Job()).NextFireAt);
        Assert.Equal(2, (await harness.Job()).State.Get<int>("n"));
        await harness.AdvanceAsync(Minute);
        Assert.Equal("1 1.5 2", harness.Started());
    }

    [Fact]
    public async Task A_paused_job_runs_by_hand_and_stays_paused()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Counting);
        await harness.Scheduler.PauseJobAsync("job", reason: "audit");
        await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(5 * Minute);

        Assert.Equal("0", harness.Started());
        Assert.Equal((JobStatus.Paused, "audit"), ((await harness.Job()).Status, (await harness.Job()).Pause!.Reason));
    }

    [Fact]
    public async Task A_completed_job_runs_by_hand_and_is_completed_again()
    {
        await using var harness = await JobAsync(Trigger.Now, Counting);
        await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(Minute);

        Assert.Equal(JobStatus.Completed, (await harness.Job()).Status);
        Assert.Equal(2, (await harness.Job()).State.Get<int>("n"));
    }

    [Fact]
    public async Task A_failed_job_runs_by_hand_and_says_anew_how_it_finished()
    {
        var fails = true;
        await using var harness = await JobAsync(Trigger.Now, (_, _) => fails ? throw new InvalidOperationException("as planned") : ValueTask.CompletedTask);
        Assert.Equal(JobStatus.Failed, (await harness.Job()).Status);

        fails = false;
        await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(Minute);

        Assert.Equal(JobStatus.Completed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task A_job_that_never_fires_runs_by_hand()
    {
        await using var harness = await JobAsync(Trigger.Never, Counting);
        await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(Minute);
        await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(Minute);

        Assert.Equal("0 1", harness.Started());
    }

    [Fact]
    public async Task A_run_by_hand_waits_for_a_free_slot()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Taking(Minute));
        await harness.AdvanceAsync(1.5 * Minute);
        await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(5 * Minute);

        Assert.Equal("1 2", harness.Started());
    }

    [Fact]
    public async Task A_run_by_hand_survives_a_crash()
    {
        await using var harness = await JobAsync(Trigger.Never, Counting);
        await harness.Scheduler.PauseAsync();
        await harness.Scheduler.RunJobNowAsync("job");
        await harness.CrashAsync();
        await harness.RestartAsync();
        await harness.AdvanceAsync(Minute);

        Assert.Equal("Succeeded", harness.Outcomes());
    }

    [Fact]
    public async Task Who_waits_for_a_run_is_told_the_attempt_that_was_not_retried()
    {
        await using var harness = await JobAsync(
            Trigger.Never, (job, _) => job.Attempt < 3 ? throw new InvalidOperationException("as planned") : ValueTask.CompletedTask,
            new() { OnFailure = FailurePolicy.Retry(3, RetryBackoff.Fixed(Minute)) });
        var run = await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(5 * Minute);

        var ended = await harness.Scheduler.WaitForRunAsync(run);
        Assert.Equal((3, RunOutcome.Succeeded), (ended.Attempt, ended.Outcome));
    }
}
