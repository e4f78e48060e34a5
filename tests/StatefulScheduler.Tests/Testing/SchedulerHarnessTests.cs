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

    internal sealed record CountState(int N);

    internal sealed class Count : IJob<CountState>
    {
        public ValueTask<CountState> RunAsync(JobContext<CountState> job, CancellationToken cancellationToken) => new(job.State with { N = job.State.N + 1 });
    }
}
