using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// The table of statuses, line by line: how each is entered, how it is left.
public class StatusTests
{
    [Fact]
    public async Task Active_is_entered_by_an_add_and_is_due()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        await harness.AdvanceAsync(Minute);

        Assert.Equal((JobStatus.Active, "1"), ((await harness.Job()).Status, harness.Scheduled()));
    }

    [Fact]
    public async Task Completed_is_entered_when_the_last_run_succeeded_and_nothing_is_ahead_and_the_job_stays()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Counting);
        await harness.AdvanceAsync(60 * Minute);

        var job = await harness.Job();
        Assert.Equal((JobStatus.Completed, null, Start + Minute), (job.Status, job.NextFireAt, job.FinishedAt));
        Assert.Equal(1, job.State.Get<int>("n"));
        Assert.Single(harness.Events<JobCompleted>());
    }

    [Fact]
    public async Task Failed_is_entered_when_the_last_run_failed_and_no_retry_is_left_and_the_job_stays()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Failing, new() { OnFailure = FailurePolicy.Retry(2, RetryBackoff.Fixed(Minute)) });
        await harness.AdvanceAsync(1.5 * Minute);
        Assert.Equal(JobStatus.Active, (await harness.Job()).Status);

        await harness.AdvanceAsync(60 * Minute);
        Assert.Equal(JobStatus.Failed, (await harness.Job()).Status);
        Assert.Equal("as planned", (await harness.Job()).LastRun!.Error!.Message);
    }

    [Fact]
    public async Task Failed_is_left_by_a_resume_which_runs_it_at_once_with_its_attempts_reset()
    {
        var fails = true;
        await using var harness = await JobAsync(
            Trigger.At(Start + Minute), (_, _) => fails ? throw new InvalidOperationException("as planned") : ValueTask.CompletedTask,
            new() { OnFailure = FailurePolicy.Retry(2, RetryBackoff.Fixed(Minute)) });
        await harness.AdvanceAsync(10 * Minute);

        fails = false;
        var job = await harness.Scheduler.ResumeJobAsync("job");
        await harness.AdvanceAsync(TimeSpan.Zero);

        Assert.Equal((JobStatus.Active, Start + 10 * Minute), (job.Status, job.NextFireAt));
        Assert.Equal([1, 2, 1], harness.Runs("job").Select(run => run.Attempt));
        Assert.Equal(JobStatus.Completed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task Completed_and_failed_are_left_by_an_add_with_the_same_id_which_replaces_them()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler
            .AddJob("done", Trigger.Now, Counting)
            .AddJob("broken", Trigger.Now, Failing));
        foreach (var id in new[] { "done", "broken" })
        {
            var job = await harness.Scheduler.AddJobAsync(new(id, "done", Trigger.Every(Minute)) { State = new JobState { ["n"] = 10 } });
            Assert.Equal((JobStatus.Active, 10), (job.Status, job.State.Get<int>("n")));
        }

        await harness.AdvanceAsync(Minute);
        Assert.Equal(11, (await harness.Job("broken")).State.Get<int>("n"));
        Assert.Equal(11, (await harness.Job("done")).State.Get<int>("n"));
    }

    [Fact]
    public async Task Completed_is_kept_by_an_add_that_keeps()
    {
        await using var harness = await JobAsync(Trigger.Now, Counting);
        var job = await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Every(Minute)) { IfExists = IfExists.Keep });

        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.State.Get<int>("n")));
    }

    [Fact]
    public async Task Parked_is_entered_by_three_runs_in_a_row_that_end_with_their_node_and_left_by_a_resume()
    {
        await using var harness = await JobAsync(Trigger.Every(60 * Minute), Taking(10 * Minute));
        await harness.AdvanceAsync(61 * Minute);
        for (var i = 0; i < 3; i++)
        {
            await harness.CrashAsync();
            await harness.RestartAsync();
            await harness.AdvanceAsync(Minute);
        }

        var job = await harness.Job();
        Assert.Equal(JobStatus.Parked, job.Status);
        Assert.Contains("3 runs", job.Parked!.Reason, StringComparison.Ordinal);
        Assert.Equal(3, harness.Events<RunStarted>().Count);
        Assert.Single(harness.Events<JobParked>());
        await harness.AdvanceAsync(180 * Minute);
        Assert.Equal(3, harness.Events<RunStarted>().Count);

        var resumed = await harness.Scheduler.ResumeJobAsync("job");
        await harness.AdvanceAsync(120 * Minute);
        Assert.Equal(JobStatus.Active, resumed.Status);
        Assert.True(harness.Events<RunSucceeded>().Count >= 1);
    }

    [Fact]
    public async Task Runs_that_throw_park_nothing()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Failing);
        await harness.AdvanceAsync(20 * Minute);

        Assert.Equal(JobStatus.Active, (await harness.Job()).Status);
    }

    [Fact]
    public async Task Parked_is_refused_to_run_now()
    {
        await using var harness = await HandlerTests.ParkedAsync();

        var refusal = await Assert.ThrowsAsync<JobStatusException>(() => harness.Scheduler.RunJobNowAsync("job").AsTask());
        Assert.Equal("STS2007", refusal.Code);
        Assert.Contains("parked", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("$.n", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completed_jobs_are_kept_a_day_failed_ones_a_month_and_paused_or_declared_ones_for_ever()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.AddHandler("fails", Failing).AddHandler("runs", Nothing).AddJob("declared", Trigger.Now, Nothing));
        await harness.Scheduler.AddJobAsync(new("failed", "fails", Trigger.Now));
        await harness.Scheduler.AddJobAsync(new("held", "fails", Trigger.Now) { Options = new() { OnFailure = FailurePolicy.Pause() } });
        await harness.Scheduler.AddJobAsync(new("done", "runs", Trigger.Now));

        await AfterAsync(TimeSpan.FromHours(23));
        Assert.NotNull(await harness.Scheduler.FindJobAsync("done"));
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.Null(await harness.Scheduler.FindJobAsync("done"));
        Assert.NotNull(await harness.Scheduler.FindJobAsync("failed"));
        await AfterAsync(TimeSpan.FromDays(30));
        Assert.Null(await harness.Scheduler.FindJobAsync("failed"));
        Assert.NotNull(await harness.Scheduler.FindJobAsync("held"));
        Assert.NotNull(await harness.Scheduler.FindJobAsync("declared"));

        // The store in memory settles retention when another job finishes.
        async Task AfterAsync(TimeSpan time)
        {
            await harness.AdvanceAsync(time);
            await harness.Scheduler.AddJobAsync(new("another", "runs", Trigger.Now));
            await harness.AdvanceAsync(TimeSpan.Zero);
        }
    }
}
