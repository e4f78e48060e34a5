using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Engine;

public sealed class RunNewsTests
{
    [Fact]
    public async Task A_checkpoint_is_told_with_the_state_before_and_after()
    {
        await using var harness = await SchedulerHarness.StartAsync(
            scheduler => scheduler.AddJob("import", Trigger.Now, async (job, cancellationToken) =>
                await job.SaveStateAsync(job.State.Set("cursor", 7), cancellationToken)),
            cancellationToken: TestContext.Current.CancellationToken);

        await harness.AdvanceAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

        var told = Assert.Single(harness.Events<StateChanged>());
        Assert.Equal((StateChangeKind.Checkpoint, "{}", """{"cursor":7}"""), (told.Kind, told.Before.ToString(), told.Job.State.ToString()));
    }

    [Fact]
    public async Task A_timed_out_run_fails_with_a_timeout_that_names_the_limit()
    {
        await using var harness = await SchedulerHarness.StartAsync(
            scheduler => scheduler.AddJob(
                "slow",
                Trigger.Now,
                async (job, cancellationToken) => await Task.Delay(TimeSpan.FromHours(1), job.Time, cancellationToken),
                options: new() { Timeout = TimeSpan.FromMinutes(2) }),
            cancellationToken: TestContext.Current.CancellationToken);

        await harness.AdvanceAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

        var failed = Assert.Single(harness.Events<RunFailed>());
        Assert.Equal(RunOutcome.TimedOut, failed.Run.Outcome);
        Assert.Contains("00:02:00", Assert.IsType<TimeoutException>(failed.Exception).Message, StringComparison.Ordinal);
    }
}
