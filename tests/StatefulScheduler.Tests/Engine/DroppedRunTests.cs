using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Who waits for a run that was asked for hears of its end, also when it never begins.
public class DroppedRunTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    // The one slot is taken for an hour, so that what is asked for does not begin.
    private static async Task<SchedulerHarness> FullAsync(Func<JobContext, CancellationToken, ValueTask>? run = null, JobOptions? options = null)
    {
        var harness = await HarnessAsync(scheduler => scheduler
            .Configure(of => of.MaxConcurrentRuns = 1)
            .AddJob("long", Trigger.Now, Taking(60 * Minute))
            .AddHandler("job", run ?? Nothing));
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Never) { Options = options ?? new() });
        return harness;
    }

    private static bool IsAnybodyWaiting(SchedulerHarness harness) => ((Scheduler)harness.Scheduler).Core.Waiters.Any;

    private static Task DoAsync(string command, IScheduler scheduler) => command switch
    {
        "pause" => scheduler.PauseJobAsync("job").AsTask(),
        "remove" => scheduler.RemoveJobAsync("job").AsTask(),
        _ => scheduler.ModifyJobAsync("job", change => change.Remove()).AsTask(),
    };

    [Theory]
    [InlineData("pause")]
    [InlineData("remove")]
    [InlineData("remove by a change")]
    public async Task A_run_that_was_asked_for_is_cancelled_when_its_job_is_paused_or_removed_before_it_began(string command)
    {
        await using var harness = await FullAsync();
        var asked = await harness.Scheduler.RunJobNowAsync("job");
        var waiting = harness.Scheduler.WaitForRunAsync(asked).AsTask();

        await DoAsync(command, harness.Scheduler);
        var ended = await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.Equal((RunOutcome.Cancelled, asked.Id, "job"), (ended.Outcome, ended.Id, ended.JobId));
        Assert.False(IsAnybodyWaiting(harness));
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("remove")]
    public async Task All_runs_that_were_asked_for_are_cancelled_and_nothing_is_left_waiting(string command)
    {
        await using var harness = await FullAsync();
        var waiting = new List<Task<JobRun>>();
        for (var i = 0; i < 5; i++)
            waiting.Add(harness.Scheduler.WaitForRunAsync(await harness.Scheduler.RunJobNowAsync("job")).AsTask());

        await DoAsync(command, harness.Scheduler);
        var ended = await Task.WhenAll(waiting).WaitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.All(ended, run => Assert.Equal(RunOutcome.Cancelled, run.Outcome));
        Assert.False(IsAnybodyWaiting(harness));
    }

    [Fact]
    public async Task Pausing_one_job_leaves_the_runs_of_others_waiting()
    {
        await using var harness = await FullAsync();
        await harness.Scheduler.AddJobAsync(new("job#2", "job", Trigger.Never));
        var waiting = harness.Scheduler.WaitForRunAsync(await harness.Scheduler.RunJobNowAsync("job#2")).AsTask();

        await harness.Scheduler.PauseJobAsync("job");
        Assert.False(waiting.IsCompleted);
        await harness.AdvanceAsync(61 * Minute);

        Assert.Equal(RunOutcome.Succeeded, (await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task A_run_that_has_begun_ends_as_it_ends_although_its_job_is_paused()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.AddJob("job", Trigger.Never, Taking(Minute)));
        var waiting = harness.Scheduler.WaitForRunAsync(await harness.Scheduler.RunJobNowAsync("job")).AsTask();
        await harness.AdvanceAsync(Second);

        await harness.Scheduler.PauseJobAsync("job");
        Assert.False(waiting.IsCompleted);
        await harness.AdvanceAsync(Minute);

        Assert.Equal(RunOutcome.Succeeded, (await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken)).Outcome);
        Assert.False(IsAnybodyWaiting(harness));
    }

    [Fact]
    public async Task A_run_that_was_asked_for_is_cancelled_when_a_failure_policy_pauses_its_job()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.AddJob(
            "job",
            Trigger.Now,
            async (job, cancellationToken) =>
            {
                await Task.Delay(Minute, job.Time, cancellationToken);
                throw new InvalidOperationException("as planned");
            },
            new() { OnFailure = FailurePolicy.Pause() }));
        var waiting = harness.Scheduler.WaitForRunAsync(await harness.Scheduler.RunJobNowAsync("job")).AsTask();

        await harness.AdvanceAsync(2 * Minute);

        Assert.Equal(JobStatus.Paused, (await harness.Job()).Status);
        Assert.Equal(RunOutcome.Cancelled, (await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken)).Outcome);
        Assert.False(IsAnybodyWaiting(harness));
    }

    [Fact]
    public async Task A_run_that_was_asked_for_is_cancelled_when_the_job_pauses_or_removes_itself()
    {
        foreach (var removes in new[] { false, true })
        {
            await using var harness = await HarnessAsync(scheduler => scheduler.AddJob("job", Trigger.Now, async (job, cancellationToken) =>
            {
                await Task.Delay(Minute, job.Time, cancellationToken);
                _ = removes ? job.Change.Remove() : job.Change.Pause();
            }));
            var waiting = harness.Scheduler.WaitForRunAsync(await harness.Scheduler.RunJobNowAsync("job")).AsTask();

            await harness.AdvanceAsync(2 * Minute);

            Assert.Equal(RunOutcome.Cancelled, (await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken)).Outcome);
            Assert.False(IsAnybodyWaiting(harness));
        }
    }

    [Fact]
    public async Task Who_begins_to_wait_when_the_run_was_dropped_already_is_not_left_waiting()
    {
        await using var harness = await FullAsync();
        var asked = await harness.Scheduler.RunJobNowAsync("job");
        await harness.Scheduler.PauseJobAsync("job");
        var waiting = harness.Scheduler.WaitForRunAsync(asked).AsTask();

        // A run that is not known any more is refused; one that is known says Cancelled.
        try
        {
            Assert.Equal(RunOutcome.Cancelled, (await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken)).Outcome);
        }
        catch (ArgumentException)
        {
        }

        Assert.False(IsAnybodyWaiting(harness));
    }
}
