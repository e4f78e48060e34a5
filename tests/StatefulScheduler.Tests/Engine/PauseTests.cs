using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class PauseTests
{
    private static async Task<StatefulScheduler.Testing.SchedulerHarness> PausedAsync()
    {
        var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        await harness.Scheduler.PauseJobAsync("job", reason: "audit");
        await harness.AdvanceAsync(5.5 * Minute);
        return harness;
    }

    [Fact]
    public async Task A_paused_job_does_not_run_and_says_who_when_and_why()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        await harness.AdvanceAsync(1.5 * Minute);
        await harness.Scheduler.ActingAs("ada").PauseJobAsync("job", reason: "audit");
        await harness.AdvanceAsync(5 * Minute);

        var job = await harness.Job();
        Assert.Equal("1", harness.Scheduled());
        Assert.Equal(new PauseInfo(Start + 1.5 * Minute, "ada", "audit"), job.Pause);
        Assert.Equal(("ada", "audit"), (harness.Events<JobPaused>()[0].Actor, harness.Events<JobPaused>()[0].Reason));
    }

    [Fact]
    public async Task Resuming_goes_on_from_now()
    {
        await using var harness = await PausedAsync();
        var job = await harness.Scheduler.ResumeJobAsync("job");
        await harness.AdvanceAsync(Minute);

        Assert.Equal((JobStatus.Active, null), (job.Status, job.Pause));
        Assert.Equal("6", harness.Scheduled());
    }

    [Fact]
    public async Task Resuming_where_it_was_catches_up()
    {
        await using var harness = await PausedAsync();
        await harness.Scheduler.ModifyJobAsync("job", change => change.Resume(ResumeFrom.Kept));
        await harness.AdvanceAsync(Minute);

        Assert.Equal("5 6", harness.Scheduled());
    }

    [Fact]
    public async Task Resuming_at_an_instant_fires_there_first()
    {
        await using var harness = await PausedAsync();
        await harness.Scheduler.ModifyJobAsync("job", change => change.Resume(ResumeFrom.At(Start + 8.25 * Minute)));
        await harness.AdvanceAsync(4 * Minute);

        Assert.Equal("8.25 9", harness.Scheduled());
    }

    [Fact]
    public async Task Resuming_an_active_job_changes_nothing()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        var job = await harness.Scheduler.ResumeJobAsync("job");

        Assert.Equal(1, job.Version);
        Assert.Equal(0, harness.Commits("job"));
        Assert.Empty(harness.Events<JobResumed>());
    }

    [Fact]
    public async Task Resuming_a_completed_job_is_refused_with_the_hint_to_run_it_now()
    {
        await using var harness = await JobAsync(Trigger.Now, Nothing);

        var refusal = await Assert.ThrowsAsync<JobStatusException>(() => harness.Scheduler.ResumeJobAsync("job").AsTask());
        Assert.Equal("STS2007", refusal.Code);
        Assert.Contains("run it now", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pausing_does_not_stop_a_run_in_flight_and_its_end_leaves_the_pause()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Taking(30 * Second));
        await harness.AdvanceAsync(Minute);

        var paused = await harness.Scheduler.PauseJobAsync("job", reason: "audit");
        await harness.AdvanceAsync(3 * Minute);

        Assert.Equal(1, paused.RunningCount);
        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Equal((JobStatus.Paused, "audit"), ((await harness.Job()).Status, (await harness.Job()).Pause!.Reason));
    }

    [Fact]
    public async Task Rescheduling_a_paused_job_keeps_the_pause()
    {
        await using var harness = await PausedAsync();
        var job = await harness.Scheduler.RescheduleJobAsync("job", Trigger.Every(2 * Minute));
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Empty(harness.Runs("job"));
    }

    [Fact]
    public async Task One_change_is_one_version_whatever_it_holds()
    {
        await using var harness = await PausedAsync();
        var job = await harness.Scheduler.ModifyJobAsync("job", change => change
            .Trigger(Trigger.Every(10 * Minute)).State(state => state.Set("a", 1)).Options(options => options with { Timeout = Minute }).Resume(ResumeFrom.Kept).Reason("ticket 4711"));

        Assert.Equal((3, 2, 2), (job.Version, job.StateVersion, harness.Commits("job")));
        Assert.Equal((JobStatus.Active, Minute, Start + 15.5 * Minute), (job.Status, job.Options.Timeout, job.NextFireAt));
    }

    [Fact]
    public async Task A_skipped_fire_does_not_run()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        await harness.Scheduler.ModifyJobAsync("job", change => change.SkipNext());
        await harness.AdvanceAsync(3 * Minute);

        Assert.Equal("2 3", harness.Scheduled());
    }

    [Fact]
    public async Task A_job_begins_its_life_paused_when_its_definition_says_so()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.AddHandler("job", Nothing));
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Every(Minute)) { Paused = true, Reason = "not yet" });
        await harness.AdvanceAsync(5 * Minute);

        Assert.Empty(harness.Runs("job"));
        Assert.Equal("not yet", (await harness.Job()).Pause!.Reason);
    }
}
