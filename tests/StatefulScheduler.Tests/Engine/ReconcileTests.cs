using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Declared jobs meet stored ones at every start.
public class ReconcileTests
{
    [Fact]
    public async Task A_declared_job_that_is_not_there_is_added_by_the_deploy()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);

        Assert.Equal(("job", "deploy"), (harness.Events<JobAdded>()[0].Job.Id, harness.Events<JobAdded>()[0].Actor));
    }

    [Fact]
    public async Task A_declaration_that_has_not_changed_touches_nothing_and_what_the_operator_changed_lives_on()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        await harness.Scheduler.RescheduleJobAsync("job", Trigger.Every(7 * Minute));
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("n", 1));
        var paused = await harness.Scheduler.PauseJobAsync("job", reason: "audit");
        var commits = harness.Commits("job");

        await harness.CrashAsync();
        await harness.RestartAsync();

        var job = await harness.Job();
        Assert.Equal(commits, harness.Commits("job"));
        Assert.Equal((paused.Version, Trigger.Every(7 * Minute), JobStatus.Paused, 1), (job.Version, job.Trigger, job.Status, job.State.Get<int>("n")));
    }

    [Fact]
    public async Task A_trigger_that_changed_in_code_follows_and_nothing_else_does()
    {
        var every = Minute;
        await using var harness = await HarnessAsync(scheduler => scheduler.AddJob("job", Trigger.Every(every), Nothing, options: new() { Priority = 3 }));
        await harness.Scheduler.ModifyJobAsync("job", change => change.Options(options => options with { Priority = 5 }).State(state => state.Set("n", 1)));

        every = 2 * Minute;
        await harness.RestartAsync();

        var job = await harness.Job();
        Assert.Equal((Trigger.Every(2 * Minute), 5, 1, 3), (job.Trigger, job.Options.Priority, job.State.Get<int>("n"), job.Version));
        Assert.Contains("Trigger", harness.Events<JobModified>()[^1].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("Options", harness.Events<JobModified>()[^1].Reason, StringComparison.Ordinal);
        await harness.AdvanceAsync(4 * Minute);
        Assert.Equal("2 4", harness.Scheduled());
    }

    [Fact]
    public async Task A_job_that_is_no_longer_declared_stays()
    {
        var declares = true;
        await using var harness = await HarnessAsync(scheduler => (declares ? scheduler.AddJob(new JobDefinition("job", "work", Trigger.Every(Minute))) : scheduler).AddHandler("work", Nothing));
        declares = false;
        await harness.RestartAsync();
        await harness.AdvanceAsync(Minute);

        Assert.Equal("1", harness.Scheduled());
    }

    [Fact]
    public async Task A_declared_one_shot_job_that_is_over_is_not_added_again_by_the_next_start()
    {
        await using var harness = await JobAsync(Trigger.Now, Counting);
        await harness.RestartAsync();
        await harness.AdvanceAsync(TimeSpan.FromDays(3));

        Assert.Equal(1, (await harness.Job()).State.Get<int>("n"));
    }
}
