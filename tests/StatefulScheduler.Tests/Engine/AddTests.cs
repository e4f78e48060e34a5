using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class AddTests
{
    private static async Task<StatefulScheduler.Testing.SchedulerHarness> HeldAsync()
    {
        var harness = await HarnessAsync(scheduler => scheduler.AddHandler("work", Nothing));
        await harness.Scheduler.AddJobAsync(new("job", "work", Trigger.Every(Minute)) { State = new JobState { ["n"] = 1 }, Arguments = "old", Options = new() { Priority = 1 } });
        await harness.Scheduler.PauseJobAsync("job", reason: "audit");
        return harness;
    }

    private static JobDefinition Second(IfExists ifExists) =>
        new("job", "work", Trigger.Every(5 * Minute)) { State = new JobState { ["n"] = 2 }, Arguments = "new", Options = new() { Priority = 2 }, IfExists = ifExists };

    [Fact]
    public async Task An_id_that_is_taken_is_refused_and_the_refusal_carries_the_job()
    {
        await using var harness = await HeldAsync();

        var refusal = await Assert.ThrowsAsync<JobExistsException>(() => harness.Scheduler.AddJobAsync(Second(IfExists.Fail)).AsTask());
        Assert.Equal(("STS2001", "job", JobStatus.Paused), (refusal.Code, refusal.Existing.Id, refusal.Existing.Status));
    }

    [Fact]
    public async Task Keep_leaves_the_job_as_it_is()
    {
        await using var harness = await HeldAsync();
        var before = await harness.Job();

        var job = await harness.Scheduler.AddJobAsync(Second(IfExists.Keep));

        Assert.Equal((before.Version, 1, Trigger.Every(Minute)), (job.Version, job.State.Get<int>("n"), job.Trigger));
    }

    [Fact]
    public async Task Replace_takes_trigger_arguments_and_options_and_leaves_state_and_pause()
    {
        await using var harness = await HeldAsync();

        var job = await harness.Scheduler.AddJobAsync(Second(IfExists.Replace));

        Assert.Equal((Trigger.Every(5 * Minute), "new", 2), (job.Trigger, job.Arguments.As<string>(), job.Options.Priority));
        Assert.Equal((1, JobStatus.Paused, "audit"), (job.State.Get<int>("n"), job.Status, job.Pause!.Reason));
    }

    [Fact]
    public async Task ReplaceAll_takes_everything()
    {
        await using var harness = await HeldAsync();

        var job = await harness.Scheduler.AddJobAsync(Second(IfExists.ReplaceAll));

        Assert.Equal((Trigger.Every(5 * Minute), "new", 2), (job.Trigger, job.Arguments.As<string>(), job.Options.Priority));
        Assert.Equal((2, JobStatus.Active, null), (job.State.Get<int>("n"), job.Status, job.Pause));
        Assert.Equal((3, 2), (job.Version, job.StateVersion));
    }

    [Fact]
    public async Task A_removed_job_is_gone_and_its_id_is_free()
    {
        await using var harness = await HeldAsync();

        Assert.True(await harness.Scheduler.RemoveJobAsync("job"));
        Assert.False(await harness.Scheduler.RemoveJobAsync("job"));
        Assert.Null(await harness.Scheduler.FindJobAsync("job"));
        Assert.Equal(1, (await harness.Scheduler.AddJobAsync(Second(IfExists.Fail))).Version);
    }

    [Fact]
    public async Task A_run_of_a_removed_job_does_not_write_into_a_new_one_of_the_same_id()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), async (job, cancellationToken) =>
        {
            await Task.Delay(Minute, job.Time, cancellationToken);
            job.State = job.State.Set("late", true);
        });
        await harness.AdvanceAsync(Minute);

        await harness.Scheduler.RemoveJobAsync("job");
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Never));
        await harness.AdvanceAsync(5 * Minute);

        Assert.Equal("{}", (await harness.Job()).State.ToString());
        Assert.Empty(harness.Runs("job"));
    }
}
