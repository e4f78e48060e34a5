using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// A run that was asked for on one node, and begins, ends or is dropped on another: who waits is told all the same.
public class RunElsewhereTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_run_that_another_node_has_run_is_waited_for()
    {
        var (harness, _) = await TwoAsync(Taking(Minute));
        await using var ground = harness;
        var asked = await harness.Scheduler.RunJobNowAsync("job");

        var ended = await EndAsync(harness, harness.Scheduler.WaitForRunAsync(asked));

        Assert.Equal((RunOutcome.Succeeded, asked.Id, "second"), (ended.Outcome, ended.Id, ended.Node));
    }

    [Fact]
    public async Task The_node_that_runs_it_waits_for_a_run_that_was_asked_for_elsewhere()
    {
        var (harness, second) = await TwoAsync(Taking(Minute));
        await using var ground = harness;
        var asked = await harness.Scheduler.RunJobNowAsync("job");

        var ended = await EndAsync(harness, second.WaitForRunAsync(asked));

        Assert.Equal((RunOutcome.Succeeded, asked.Id), (ended.Outcome, ended.Id));
    }

    [Fact]
    public async Task The_attempt_that_was_not_retried_is_told_although_another_node_has_made_them()
    {
        var (harness, _) = await TwoAsync(
            async (job, cancellationToken) =>
            {
                await Task.Delay(10 * Second, job.Time, cancellationToken);
                if (job.Attempt < 3)
                    throw new InvalidOperationException("as planned");
            },
            new() { OnFailure = FailurePolicy.Retry(3, RetryBackoff.Fixed(Minute)) });
        await using var ground = harness;
        var asked = await harness.Scheduler.RunJobNowAsync("job");

        var ended = await EndAsync(harness, harness.Scheduler.WaitForRunAsync(asked));

        Assert.Equal((3, RunOutcome.Succeeded), (ended.Attempt, ended.Outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_was_dropped_on_another_node_is_cancelled(bool removes)
    {
        var (harness, second) = await TwoAsync(Nothing);
        await using var ground = harness;
        await second.PauseAsync(TestContext.Current.CancellationToken);
        var asked = await harness.Scheduler.RunJobNowAsync("job");
        var waiting = harness.Scheduler.WaitForRunAsync(asked);
        await harness.AdvanceAsync(5 * Second);
        Assert.False(waiting.IsCompleted);

        if (removes)
            await second.RemoveJobAsync("job");
        else
            await second.PauseJobAsync("job");

        Assert.Equal(RunOutcome.Cancelled, (await EndAsync(harness, waiting)).Outcome);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_ends_no_wait()
    {
        var (harness, _) = await TwoAsync(Taking(Minute));
        await using var ground = harness;
        var asked = await harness.Scheduler.RunJobNowAsync("job");
        harness.Faults.FailNext(StoreVerb.Get, 3);

        Assert.Equal(RunOutcome.Succeeded, (await EndAsync(harness, harness.Scheduler.WaitForRunAsync(asked))).Outcome);
    }

    [Fact]
    public async Task A_run_that_nobody_asked_for_is_refused()
    {
        var (harness, _) = await TwoAsync(Nothing);
        await using var ground = harness;

        await Assert.ThrowsAsync<ArgumentException>(async () => await harness.Scheduler.WaitForRunAsync(new("job#0", "job", Start, 1, RunOutcome.Pending)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await harness.Scheduler.WaitForRunAsync(new("none#0", "none", Start, 1, RunOutcome.Pending)));
    }

    // The first node claims nothing.
    private static async Task<(SchedulerHarness Harness, IScheduler Second)> TwoAsync(Func<JobContext, CancellationToken, ValueTask> run, JobOptions? options = null)
    {
        var harness = await HarnessAsync(scheduler => scheduler.Configure(of => of.StartPaused = true).AddJob("job", Trigger.Never, run, options));
        return (harness, await harness.AddNodeAsync("second", scheduler => scheduler.AddHandler("job", run), new StoreFaults(), TestContext.Current.CancellationToken));
    }

    // The look at the store is nobody's to wait for but who waits for the run: the clock moves on until it has been taken.
    private static async Task<JobRun> EndAsync(SchedulerHarness harness, ValueTask<JobRun> waiting)
    {
        var ends = waiting.AsTask();
        for (var began = TimeProvider.System.GetTimestamp(); !ends.IsCompleted && TimeProvider.System.GetElapsedTime(began) < Bound;)
        {
            await harness.AdvanceAsync(Second);
            await Task.WhenAny(ends, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        return await ends.WaitAsync(Bound, TestContext.Current.CancellationToken);
    }
}
