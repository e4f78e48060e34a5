using Microsoft.Extensions.DependencyInjection;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// A timer of the system takes 49 days at most: what is due later is not its business yet.
public class FarFutureTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_job_that_is_due_in_60_days_fires_then()
    {
        await using var harness = await JobAsync(Trigger.At(Start + 60 * Day), Nothing);
        await harness.AdvanceAsync(59.9 * Day);
        Assert.Empty(harness.Runs("job"));

        await harness.AdvanceAsync(Day);

        Assert.Equal(Start + 60 * Day, Assert.Single(harness.Runs("job")).StartedAt);
        Assert.Empty(harness.Events<StoreDown>());
    }

    [Fact]
    public async Task A_job_that_is_due_in_60_days_does_no_harm_on_a_clock_of_the_users_own()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider, OwnClock>()
            .AddStatefulScheduler(scheduler => scheduler.AddHandler("job", Nothing))
            .Services.BuildServiceProvider();
        var scheduler = services.GetRequiredService<IScheduler>();
        var ledger = new EventLedger();
        ((Scheduler)scheduler).Core.Events.Add(ledger);
        await scheduler.StartAsync(TestContext.Current.CancellationToken);

        await scheduler.AddJobAsync(new("far", "job", Trigger.At(services.GetRequiredService<TimeProvider>().GetUtcNow() + 60 * Day)), TestContext.Current.CancellationToken);
        await scheduler.AddJobAsync(new("near", "job", Trigger.Never) { Options = new() { Timeout = 60 * Day } }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++)
        {
            var run = await scheduler.RunJobNowAsync("near", TestContext.Current.CancellationToken);
            var ended = await scheduler.WaitForRunAsync(run, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Equal(RunOutcome.Succeeded, ended.Outcome);
        }

        await scheduler.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(ledger.Told<StoreDown>());
        Assert.Null(scheduler.GetHealth().StoreFault);
        Assert.Equal(JobStatus.Active, (await scheduler.GetJobAsync("far", TestContext.Current.CancellationToken)).Status);
    }

    // Not the system's clock, with the system's timers.
    private sealed class OwnClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddYears(1);
    }
}
