using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Testing;

public class SchedulerHarnessTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_hour_of_minutes_is_sixty_runs()
    {
        await using var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddJob<Count>("count", Trigger.Every(Minute), new CountState(0)));

        await harness.AdvanceAsync(TimeSpan.FromMinutes(60));

        Assert.Equal(60, harness.Runs("count").Count);
        Assert.Equal(60, harness.States("count")[^1].State.As<CountState>().N);
        Assert.Equal(Enumerable.Range(1, 60).Select(n => harness.Time.GetUtcNow() - (60 - n) * Minute), harness.Runs("count").Select(run => run.ScheduledAt));
    }

    [Fact]
    public async Task A_lost_answer_of_a_commit_neither_loses_nor_doubles_a_state()
    {
        await using var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddJob<Count>("count", Trigger.Cron("* * * * *"), new CountState(0)));
        await harness.AdvanceAsync(TimeSpan.Zero);
        var before = harness.States("count")[^1].State.As<CountState>().N;
        harness.Faults.LoseAnswer(StoreVerb.Commit);

        await harness.AdvanceAsync(Minute);
        await harness.CrashAsync();
        await harness.RestartAsync();
        await harness.AdvanceAsync(Minute);

        Assert.Equal(before + 2, (await harness.Scheduler.GetJobAsync("count")).State.Get<int>("n"));
        Assert.Empty(harness.Events<RunFailed>());
    }

    [Fact]
    public async Task The_same_program_gives_the_same_sequence()
    {
        Assert.Equal(await SequenceAsync(), await SequenceAsync());

        static async Task<List<string>> SequenceAsync()
        {
            await using var harness = await SchedulerHarness.StartAsync(
                scheduler =>
                {
                    for (var i = 0; i < 20; i++)
                    {
                        scheduler.AddJob($"job-{i}", Trigger.Every(TimeSpan.FromSeconds(1 + (i % 7))), async (job, cancellationToken) =>
                        {
                            var random = (Random)job.Services.GetService(typeof(Random))!;
                            if (random.Next(3) == 0)
                                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5000)), job.Time, cancellationToken);
                            if (random.Next(5) == 0)
                                throw new InvalidOperationException("as planned");
                            job.State = job.State.Set("n", random.Next());
                        }, new() { OnFailure = FailurePolicy.Retry(3), MaxConcurrentRuns = 1 + (i % 2) });
                    }
                },
                new() { Seed = 7 });
            await harness.AdvanceAsync(5 * Minute);
            return [.. harness.Events<SchedulerEvent>().Select(told => $"{told.Sequence} {told.At:O} {told.GetType().Name} {(told as RunEvent)?.Run.Id} {(told as JobEvent)?.Job.State}")];
        }
    }

    [Fact]
    public async Task A_hundred_jobs_each_second_for_ten_minutes_are_sixty_thousand_runs()
    {
        await using var harness = await SchedulerHarness.StartAsync(scheduler =>
        {
            for (var i = 0; i < 100; i++)
                scheduler.AddJob($"job-{i}", Trigger.Every(TimeSpan.FromSeconds(1)), (_, _) => ValueTask.CompletedTask);
        });
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal(600, harness.Runs("job-0").Count);
        Assert.Equal(60_000, harness.Events<RunSucceeded>().Count);
    }

    [Fact]
    public async Task A_run_that_waits_for_the_clock_goes_on_when_the_clock_arrives()
    {
        var steps = new List<DateTimeOffset>();
        await using var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddJob("job", Trigger.Now, async (job, cancellationToken) =>
        {
            for (var i = 0; i < 3; i++)
            {
                steps.Add(job.Time.GetUtcNow());
                await Task.Delay(10 * Minute, job.Time, cancellationToken);
            }
        }));
        await harness.AdvanceAsync(15 * Minute);
        Assert.Equal(2, steps.Count);

        await harness.AdvanceToAsync(harness.Time.GetUtcNow() + 15 * Minute);
        Assert.Equal([0, 10, 20], steps.Select(step => (step - steps[0]).TotalMinutes));
        Assert.Equal(RunOutcome.Succeeded, Assert.Single(harness.Runs("job")).Outcome);
    }

    [Fact]
    public async Task Advancing_by_nothing_settles_what_is_due()
    {
        await using var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddHandler<Count>("count"));
        await harness.Scheduler.AddJobAsync(new("count", "count", Trigger.Now) { State = new CountState(0) });
        await harness.AdvanceAsync(TimeSpan.Zero);

        Assert.Single(harness.Runs("count"));
    }

    [Fact]
    public async Task Going_back_is_refused()
    {
        await using var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddHandler<Count>("count"));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => harness.AdvanceAsync(-Minute).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => harness.AdvanceToAsync(harness.Time.GetUtcNow() - Minute).AsTask());
    }

    [Fact]
    public async Task A_node_that_crashed_does_nothing_more_until_another_starts()
    {
        await using var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddJob<Count>("count", Trigger.Every(Minute), new CountState(0)));
        await harness.AdvanceAsync(2 * Minute);
        await harness.CrashAsync();
        await harness.AdvanceAsync(10 * Minute);
        Assert.Throws<InvalidOperationException>(() => harness.Scheduler);
        Assert.Equal(2, harness.Runs("count").Count);

        await harness.RestartAsync();
        await harness.AdvanceAsync(Minute);
        Assert.Equal(4, harness.Runs("count").Count);
        Assert.Equal(4, harness.States("count")[^1].State.As<CountState>().N);
    }

    [Fact]
    public async Task A_run_that_was_in_flight_at_a_crash_never_goes_on()
    {
        var ended = 0;
        await using var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddJob("job", Trigger.At(new HarnessOptions().Start + Minute), async (job, cancellationToken) =>
        {
            await Task.Delay(Minute, job.Time, cancellationToken);
            ended++;
        }));
        await harness.AdvanceAsync(1.5 * Minute);
        await harness.CrashAsync();
        await harness.AdvanceAsync(60 * Minute);
        Assert.Equal(0, ended);

        await harness.RestartAsync();
        await harness.AdvanceAsync(2 * Minute);
        Assert.Equal(1, ended);
    }

    [Fact]
    public async Task A_harness_ends_although_a_run_is_in_flight()
    {
        var harness = await SchedulerHarness.StartAsync(scheduler => scheduler.AddJob("job", Trigger.Now, async (job, _) => await Task.Delay(Minute, job.Time, CancellationToken.None)));
        await harness.DisposeAsync();

        Assert.Empty(harness.Runs("job"));
    }

    [Fact]
    public async Task A_run_that_waits_for_something_else_than_the_clock_is_named()
    {
        var never = new TaskCompletionSource();
        await using var harness = await SchedulerHarness.StartAsync(
            scheduler => scheduler
                .AddJob("waits", Trigger.Every(Minute), async (job, cancellationToken) => await Task.Delay(Minute, job.Time, cancellationToken))
                .AddJob("hangs", Trigger.Every(Minute), async (_, _) => await never.Task),
            new() { Patience = TimeSpan.FromMilliseconds(200) });

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => harness.AdvanceAsync(Minute).AsTask());

        Assert.Contains("'hangs#1' of job 'hangs'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'waits'", failure.Message, StringComparison.Ordinal);
        never.SetResult();
        await harness.AdvanceAsync(Minute);
        Assert.Equal(RunOutcome.Succeeded, Assert.Single(harness.Runs("hangs"), run => run.ScheduledAt == new HarnessOptions().Start + Minute).Outcome);
    }

    internal sealed record CountState(int N);

    internal sealed class Count : IJob<CountState>
    {
        public ValueTask<CountState> RunAsync(JobContext<CountState> job, CancellationToken cancellationToken) => new(job.State with { N = job.State.N + 1 });
    }
}
