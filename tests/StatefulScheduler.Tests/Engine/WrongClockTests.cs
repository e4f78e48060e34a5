using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// A node whose wall clock is wrong, or is set while it runs, changes nothing but the times in its own log: everything goes by the store's clock.
public class WrongClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(-60, 0)]
    [InlineData(60, 0)]
    [InlineData(0, -60)]
    [InlineData(0, 60)]
    [InlineData(60, -120)]
    [InlineData(-1.5, 0)]
    public async Task Jobs_run_and_are_kept_by_the_clock_of_the_store(double wrongBy, double setBy)
    {
        var (ground, log) = await BeginAsync(TimeSpan.FromMinutes(wrongBy), scheduler => scheduler
            .AddHandler("late", Counting)
            .AddJob("job", Trigger.Every(Minute), Counting)
            .AddJob("fails", Trigger.At(Start + 3 * Minute), Failing, new JobOptions { OnFailure = FailurePolicy.Retry(3, RetryBackoff.Fixed(Minute)) }));
        await using var harness = ground.Harness;
        await harness.AdvanceAsync(2.5 * Minute);
        harness.Time.Jump(TimeSpan.FromMinutes(setBy));
        await harness.AdvanceAsync(Minute);
        var added = await harness.Scheduler.AddJobAsync(new("late", "late", Trigger.Every(Minute)));
        var asked = await harness.Scheduler.RunJobNowAsync("job");
        await harness.AdvanceAsync(2 * Minute);
        var paused = await harness.Scheduler.PauseJobAsync("job");

        Assert.Equal("1 2 3 3.5 4 5", harness.Started());
        Assert.Equal("1 2 3 3.5 4 5", harness.Scheduled());
        Assert.Equal("3 4 5", harness.Started("fails"));
        Assert.Equal("4.5 5.5", harness.Started("late"));
        Assert.Equal((Start + 3.5 * Minute, Start + 3.5 * Minute, Start + 5.5 * Minute), (added.AddedAt, asked.ScheduledAt, paused.Pause!.At));
        Assert.All(harness.Events<SchedulerEvent>(), told => Assert.InRange(told.At, Start, Start + 5.5 * Minute));
        Assert.InRange(ground.Store.Claims, 1, 60);
        Assert.Equal(Math.Abs(wrongBy) > 1 || Math.Abs(wrongBy + setBy) > 1, log.Entries.Any(entry => entry.Text.StartsWith("ClockSkew", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_clock_is_warned_of_once()
    {
        var (ground, log) = await BeginAsync(Hour, scheduler => scheduler.AddJob("job", Trigger.Every(Minute), Counting));
        await using var harness = ground.Harness;
        await harness.AdvanceAsync(10 * Minute);

        var (level, text, _) = Assert.Single(log.Entries, entry => entry.Text.StartsWith("ClockSkew", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("01:00:00 ahead of", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_is_missed_by_the_clock_of_the_node_is_not_by_that_of_the_store()
    {
        var (ground, _) = await BeginAsync(Hour, scheduler => scheduler.AddJob("job", Trigger.Every(Minute), Counting, new JobOptions { MisfireGrace = Second, Coalesce = CoalesceMode.Latest }));
        await using var harness = ground.Harness;
        await harness.AdvanceAsync(3.5 * Minute);

        Assert.Equal("Succeeded Succeeded Succeeded", harness.Outcomes());
    }

    // On the system's clock another loop waits, and a node that believes to be late would ask the store again and again.
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_node_on_the_clock_of_the_system_waits_for_as_long_as_the_store_says(int hours)
    {
        var clock = new OtherClock(TimeProvider.System, TimeProvider.System.GetUtcNow() + hours * Hour);
        var store = new OtherClockStore(clock);
        var ran = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddStatefulScheduler().UseStore(_ => store).AddHandler("job", (job, _) =>
        {
            ran.TrySetResult(clock.GetUtcNow());
            return ValueTask.CompletedTask;
        });
        await using var provider = services.BuildServiceProvider();
        var scheduler = provider.GetRequiredService<IScheduler>();
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        var due = clock.GetUtcNow() + TimeSpan.FromMilliseconds(400);
        await scheduler.AddJobAsync(new("job", "job", Trigger.At(due)), TestContext.Current.CancellationToken);

        Assert.True(await ran.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken) >= due);
        Assert.InRange(store.Claims, 1, 30);
    }

    private static async Task<((SchedulerHarness Harness, OtherClockStore Store) Ground, RecordingLog Log)> BeginAsync(TimeSpan wrongBy, Action<SchedulerBuilder> configure)
    {
        var log = new RecordingLog();
        OtherClockStore? store = null;
        var harness = await SchedulerHarness.StartAsync(
            scheduler =>
            {
                scheduler.Services.AddLogging(logging => logging.AddProvider(log));
                scheduler.UseStore(provider => store ??= new OtherClockStore(new OtherClock(provider.GetRequiredService<TimeProvider>(), Start)));
                configure(scheduler);
            },
            new() { Start = Start + wrongBy },
            TestContext.Current.CancellationToken);
        return ((harness, store!), log);
    }
}
