using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Testing;

public class StoreFaultsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static ValueTask<SchedulerHarness> CountAsync() => SchedulerHarness.StartAsync(scheduler => scheduler
        .AddJob<SchedulerHarnessTests.Count>("count", Trigger.Every(Minute), new SchedulerHarnessTests.CountState(0)));

    private static async Task<int> NAsync(SchedulerHarness harness) => (await harness.Scheduler.GetJobAsync("count")).State.Get<int>("n");

    [Theory]
    [InlineData(StoreVerb.Claim)]
    [InlineData(StoreVerb.Commit)]
    public async Task A_call_that_fails_is_made_again_by_the_engine(StoreVerb verb)
    {
        await using var harness = await CountAsync();
        harness.Faults.FailNext(verb, 2);
        await harness.AdvanceAsync(5.5 * Minute);

        Assert.Equal(5, await NAsync(harness));
        Assert.Single(harness.Events<StoreDown>());
    }

    [Theory]
    [InlineData(StoreVerb.Claim)]
    [InlineData(StoreVerb.Commit)]
    public async Task A_lost_answer_neither_loses_nor_doubles_a_state(StoreVerb verb)
    {
        await using var harness = await CountAsync();
        harness.Faults.LoseAnswer(verb);
        await harness.AdvanceAsync(10.5 * Minute);

        Assert.Equal(harness.Runs("count").Count(run => run.Outcome == RunOutcome.Succeeded), await NAsync(harness));
        Assert.Equal(10, await NAsync(harness));
        Assert.Equal(Enumerable.Range(1, 11), harness.States("count").Select(state => (int)state.Version));
    }

    [Fact]
    public async Task A_command_that_fails_throws_what_was_planned_and_changes_nothing()
    {
        await using var harness = await CountAsync();
        harness.Faults.FailNext(StoreVerb.Commit, exception: new TimeoutException("the disk is slow"));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => harness.Scheduler.PauseJobAsync("count").AsTask());
        Assert.Equal("the disk is slow", failure.Message);
        Assert.Equal(JobStatus.Active, (await harness.Scheduler.GetJobAsync("count")).Status);
    }

    [Fact]
    public async Task A_command_whose_answer_is_lost_throws_and_has_been_done()
    {
        await using var harness = await CountAsync();
        harness.Faults.LoseAnswer(StoreVerb.Commit);

        await Assert.ThrowsAsync<IOException>(() => harness.Scheduler.PauseJobAsync("count").AsTask());
        Assert.Equal(JobStatus.Paused, (await harness.Scheduler.GetJobAsync("count")).Status);
    }

    [Fact]
    public async Task A_call_that_is_let_pass_leaves_the_fault_to_the_next()
    {
        await using var harness = await CountAsync();
        harness.Faults.LetPass(StoreVerb.Commit);
        harness.Faults.LoseAnswer(StoreVerb.Commit, exception: new TimeoutException("the line is dead"));

        await harness.Scheduler.PauseJobAsync("count");
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => harness.Scheduler.ResumeJobAsync("count").AsTask());
        Assert.Equal("the line is dead", failure.Message);
        Assert.Equal(JobStatus.Active, (await harness.Scheduler.GetJobAsync("count")).Status);
    }

    [Fact]
    public async Task A_removal_and_an_add_can_be_made_to_fail()
    {
        await using var harness = await CountAsync();
        harness.Faults.FailNext(StoreVerb.Remove);
        harness.Faults.FailNext(StoreVerb.Add);

        await harness.Scheduler.PauseJobAsync("count");
        await Assert.ThrowsAsync<IOException>(() => harness.Scheduler.RemoveJobAsync("count").AsTask());
        await Assert.ThrowsAsync<IOException>(() => harness.Scheduler.AddJobAsync(new("new", "count", Trigger.Never)).AsTask());
        Assert.True(await harness.Scheduler.RemoveJobAsync("count"));
    }

    [Fact]
    public async Task A_call_that_is_late_takes_virtual_time()
    {
        await using var harness = await CountAsync();
        harness.Faults.Delay(StoreVerb.Claim, TimeSpan.FromSeconds(20));
        await harness.AdvanceAsync(1.25 * Minute);
        Assert.Empty(harness.Runs("count"));

        await harness.AdvanceAsync(0.25 * Minute);
        Assert.Equal(1, await NAsync(harness));
        Assert.Equal(harness.Time.GetUtcNow() - TimeSpan.FromSeconds(10), harness.Runs("count")[0].StartedAt);
    }

    [Fact]
    public async Task Heartbeats_that_fail_for_a_while_lose_no_lease()
    {
        await using var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddJob("long", Trigger.Now, async (job, cancellationToken) => await Task.Delay(5 * Minute, job.Time, cancellationToken)));
        harness.Faults.FailNext(StoreVerb.Renew, 3);
        await harness.AdvanceAsync(6 * Minute);

        Assert.Equal(RunOutcome.Succeeded, Assert.Single(harness.Runs("long")).Outcome);
    }
}
