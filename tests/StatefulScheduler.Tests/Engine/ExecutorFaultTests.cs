using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// An executor is user code as well.
public class ExecutorFaultTests
{
    private const int Broken = 4;

    private static async Task<SchedulerHarness> AdvancedAsync(bool synchronously)
    {
        var harness = await HarnessAsync(scheduler => scheduler
            .Configure(options => options.MaxConcurrentRuns = 2)
            .AddExecutor("faulty", new FaultyExecutor(synchronously))
            .AddHandler("work", Nothing)
            .AddJob("good", Trigger.Every(Minute), Nothing));
        for (var i = 0; i < Broken; i++)
            await harness.Scheduler.AddJobAsync(new($"bad-{i}", "work", Trigger.Every(Minute)) { Options = new() { Executor = "faulty" } });
        await harness.AdvanceAsync(3.5 * Minute);
        return harness;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_executor_that_throws_makes_failed_runs(bool synchronously)
    {
        await using var harness = await AdvancedAsync(synchronously);

        for (var i = 0; i < Broken; i++)
        {
            Assert.Equal("Failed Failed Failed", harness.Outcomes($"bad-{i}"));
            Assert.Contains("the executor breaks", harness.Runs($"bad-{i}")[0].Error!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Other_jobs_go_on_while_an_executor_throws_and_the_store_is_not_blamed(bool synchronously)
    {
        await using var harness = await AdvancedAsync(synchronously);

        Assert.Equal("1 2 3", harness.Scheduled("good"));
        Assert.Empty(harness.Events<StoreDown>());
        Assert.Equal((null, 0), (harness.Scheduler.GetHealth().StoreFault, harness.Scheduler.GetHealth().OpenRuns));
    }

    private sealed class FaultyExecutor(bool synchronously) : JobExecutor
    {
        protected internal override ValueTask<JobOutcome> ExecuteAsync(JobExecution execution, CancellationToken cancellationToken) => synchronously
            ? throw new InvalidOperationException("the executor breaks")
            : ValueTask.FromException<JobOutcome>(new InvalidOperationException("the executor breaks"));
    }
}
