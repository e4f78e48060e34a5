using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class FailureTests
{
    [Fact]
    public async Task Without_a_policy_a_recurring_job_goes_on()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Failing);
        await harness.AdvanceAsync(3 * Minute);

        Assert.Equal("Failed Failed Failed", harness.Outcomes());
        Assert.Equal(JobStatus.Active, (await harness.Job()).Status);
        Assert.Equal(1, (await harness.Job()).Version);
    }

    [Fact]
    public async Task A_policy_pauses_its_job_and_sets_its_state_in_the_same_update()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Failing, new() { OnFailure = FailurePolicy.Pause(new() { ["state"] = "error" }) });
        await harness.AdvanceAsync(3 * Minute);

        var job = await harness.Job();
        Assert.Equal("Failed", harness.Outcomes());
        Assert.Equal((JobStatus.Paused, "as planned"), (job.Status, job.Pause!.Reason));
        Assert.Equal("""{"state":"error"}""", job.State.ToString());
        Assert.Equal((2, 2), (job.Version, job.StateVersion));
        Assert.Equal(1, harness.Commits("job"));
    }

    [Fact]
    public async Task A_policy_goes_on_and_sets_its_state()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Failing, new() { OnFailure = FailurePolicy.Continue(new() { ["state"] = "error" }) });
        await harness.AdvanceAsync(2 * Minute);

        Assert.Equal("Failed Failed", harness.Outcomes());
        Assert.Equal("""{"state":"error"}""", (await harness.Job()).State.ToString());
    }

    [Fact]
    public async Task A_policy_removes_its_job()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Failing, new() { OnFailure = FailurePolicy.Remove() });
        await harness.AdvanceAsync(2 * Minute);

        Assert.Null(await harness.Scheduler.FindJobAsync("job"));
        Assert.Single(harness.Events<JobRemoved>());
        Assert.Single(harness.Events<RunFailed>());
    }

    [Fact]
    public async Task Code_decides_with_the_exception_and_the_newest_state()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), async (job, cancellationToken) =>
        {
            await Task.Delay(10 * Second, job.Time, cancellationToken);
            throw new UnauthorizedAccessException("no entry");
        }, null, handler => handler.OnFailure(failed => failed.Pause(state => state.Set("why", failed.Exception.Message), "credentials")));
        await harness.AdvanceAsync(Minute);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("operator", true));
        await harness.AdvanceAsync(Minute);

        var job = await harness.Job();
        Assert.Equal((JobStatus.Paused, "credentials"), (job.Status, job.Pause!.Reason));
        Assert.Equal("""{"operator":true,"why":"no entry"}""", job.State.ToString());
    }

    [Fact]
    public async Task Code_that_retries_is_told_where_the_retries_stand_and_when_the_attempt_ended()
    {
        var told = new List<JobRetry>();
        await using var harness = await JobAsync(
            Trigger.At(Start + Minute),
            async (job, cancellationToken) =>
            {
                await Task.Delay(10 * Second, job.Time, cancellationToken);
                throw new InvalidOperationException("as planned");
            },
            null,
            handler => handler.OnFailure(failed =>
            {
                told.Add(failed.Retry);
                return failed.Retry.Attempt < 3 ? failed.RetryAfter(failed.Retry.Attempt * Minute) : failed.FollowPolicy();
            }));
        await harness.AdvanceAsync(2 * Minute);
        await harness.RestartAsync();
        await harness.AdvanceAsync(10 * Minute);

        var first = Start + Minute;
        Assert.Equal(
            [
                new(1, first, TimeSpan.Zero, first + (10 * Second)),
                new(2, first, Minute, first + (20 * Second) + Minute),
                new(3, first, 3 * Minute, first + (30 * Second) + (3 * Minute)),
            ],
            told);
        Assert.Equal(JobStatus.Failed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task Code_that_throws_while_it_decides_pauses_the_job_with_that_reason()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Failing, null, handler => handler.OnFailure(_ => throw new NotSupportedException("no idea")));
        await harness.AdvanceAsync(Minute);

        var job = await harness.Job();
        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Contains("no idea", job.Pause!.Reason, StringComparison.Ordinal);
        Assert.Contains("as planned", job.Pause!.Reason, StringComparison.Ordinal);
        Assert.Equal("{}", job.State.ToString());
    }

    [Fact]
    public async Task Code_whose_state_is_refused_pauses_the_job_without_it()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler
            .Configure(options => options.MaxStateBytes = 100)
            .AddJob("job", Trigger.Every(Minute), Failing, null, handler => handler.OnFailure(failed => failed.Continue(state => state.Set("much", new string('x', 200))))));
        await harness.AdvanceAsync(Minute);

        Assert.Equal(JobStatus.Paused, (await harness.Job()).Status);
        Assert.Equal("{}", (await harness.Job()).State.ToString());
    }

    [Fact]
    public async Task Code_that_leaves_it_to_the_policy_follows_the_policy()
    {
        await using var harness = await JobAsync(
            Trigger.Every(Minute), Failing, new() { OnFailure = FailurePolicy.Pause() }, handler => handler.OnFailure(failed => failed.FollowPolicy()));
        await harness.AdvanceAsync(Minute);

        Assert.Equal(JobStatus.Paused, (await harness.Job()).Status);
    }

    [Fact]
    public async Task Retries_come_after_growing_waits_and_survive_a_crash_with_the_same_waits()
    {
        var options = new JobOptions { OnFailure = FailurePolicy.Retry(5, RetryBackoff.Exponential(10 * Second)).ThenPause() };
        await using var calm = await JobAsync(Trigger.At(Start + Minute), Failing, options);
        await calm.AdvanceAsync(30 * Minute);
        await using var rough = await JobAsync(Trigger.At(Start + Minute), Failing, options);
        await rough.AdvanceAsync(Minute + Second);
        for (var i = 0; i < 10; i++)
        {
            await rough.CrashAsync();
            await rough.RestartAsync();
            await rough.AdvanceAsync(3 * Minute);
        }

        Assert.Equal([1, 2, 3, 4, 5], calm.Runs("job").Select(run => run.Attempt));
        Assert.Equal(JobStatus.Paused, (await calm.Job()).Status);
        Assert.Equal(calm.Runs("job").Select(run => (run.Attempt, run.StartedAt)), rough.Runs("job").Select(run => (run.Attempt, run.StartedAt)));
        var starts = calm.Runs("job").Select(run => run.StartedAt!.Value).ToList();
        foreach (var (wait, longest) in starts.Skip(1).Zip(starts, (later, earlier) => later - earlier).Zip([10.0, 20, 40, 80]))
            Assert.InRange(wait.TotalSeconds, longest / 2, longest);
    }

    [Fact]
    public async Task A_failure_says_when_the_next_attempt_is_and_the_last_one_says_none()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Failing, new() { OnFailure = FailurePolicy.Retry(3, RetryBackoff.Fixed(Minute)) });
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal([Start + 2 * Minute, Start + 3 * Minute, null], harness.Events<RunFailed>().Select(failed => failed.RetryAt));
        Assert.Equal(JobStatus.Failed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task While_a_retry_waits_the_occurrences_wait_and_are_coalesced_into_the_one_after_it()
    {
        await using var harness = await JobAsync(
            Trigger.Every(Minute),
            (job, _) => job.Attempt == 1 && job.ScheduledAt == Start + Minute ? throw new InvalidOperationException("as planned") : ValueTask.CompletedTask,
            new() { OnFailure = FailurePolicy.Retry(2, RetryBackoff.Fixed(3.5 * Minute)) });

        await harness.AdvanceAsync(3 * Minute);
        Assert.Equal(1, (await harness.Job()).Retry?.Attempt);
        Assert.Equal("1", harness.Started());

        await harness.AdvanceAsync(3 * Minute);
        Assert.Equal("1 4.5 5 6", harness.Started());
    }

    [Fact]
    public async Task A_run_changes_its_job_when_it_succeeds()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), (job, _) =>
        {
            job.State = job.State.Set("last", "page");
            job.Change.Pause().Reason("the feed is closed");
            return ValueTask.CompletedTask;
        });
        await harness.AdvanceAsync(2 * Minute);

        var job = await harness.Job();
        Assert.Equal((JobStatus.Paused, "the feed is closed"), (job.Status, job.Pause!.Reason));
        Assert.Equal("page", job.State.Get<string>("last"));
        Assert.Equal(1, harness.Commits("job"));
    }

    [Fact]
    public async Task What_a_failed_run_wished_for_its_job_is_dropped()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), (job, _) =>
        {
            job.Change.Pause();
            throw new InvalidOperationException("as planned");
        });
        await harness.AdvanceAsync(2 * Minute);

        Assert.Equal(JobStatus.Active, (await harness.Job()).Status);
        Assert.Equal("Failed Failed", harness.Outcomes());
    }
}
