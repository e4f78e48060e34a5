using Microsoft.Extensions.DependencyInjection;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class DisposedTests
{
    public static TheoryData<string> Calls => [.. Commands.Keys];

    private static Dictionary<string, Func<IScheduler, Task>> Commands { get; } = new(StringComparer.Ordinal)
    {
        ["start"] = scheduler => scheduler.StartAsync().AsTask(),
        ["add"] = scheduler => scheduler.AddJobAsync(new("new", "job", Trigger.Never)).AsTask(),
        ["find"] = scheduler => scheduler.FindJobAsync("job").AsTask(),
        ["get"] = scheduler => scheduler.GetJobAsync("job").AsTask(),
        ["modify"] = scheduler => scheduler.ModifyJobAsync("job", change => change.Pause()).AsTask(),
        ["pause"] = scheduler => scheduler.PauseJobAsync("job").AsTask(),
        ["remove"] = scheduler => scheduler.RemoveJobAsync("job").AsTask(),
        ["query"] = scheduler => scheduler.QueryJobsAsync(JobQuery.All).AsTask(),
        ["count"] = scheduler => scheduler.CountJobsAsync(JobQuery.All).AsTask(),
        ["run now"] = scheduler => scheduler.RunJobNowAsync("job").AsTask(),
        ["wait for a run"] = scheduler => scheduler.WaitForRunAsync(new("job#1", "job", Start, 1, RunOutcome.Pending)).AsTask(),
        ["state history"] = scheduler => scheduler.GetStateHistoryAsync("job").AsTask(),
        ["runs"] = scheduler => scheduler.GetRunsAsync("job").AsTask(),
        ["restore"] = scheduler => scheduler.RestoreStateAsync("job", 1).AsTask(),
        ["as somebody"] = scheduler => scheduler.ActingAs("ada").PauseJobAsync("job").AsTask(),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_disposed_scheduler_refuses_to(string call)
    {
        var services = new ServiceCollection().AddStatefulScheduler(builder => builder.AddJob("job", Trigger.Never, Nothing)).Services.BuildServiceProvider();
        var scheduler = services.GetRequiredService<IScheduler>();
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        await services.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Commands[call](scheduler));
        Assert.Equal(SchedulerStatus.Stopped, scheduler.Status);
    }

    [Fact]
    public async Task A_scheduler_that_was_never_started_refuses_to_start_when_it_is_disposed()
    {
        var services = new ServiceCollection().AddStatefulScheduler(builder => builder.AddJob("job", Trigger.Never, Nothing)).Services.BuildServiceProvider();
        var scheduler = services.GetRequiredService<IScheduler>();
        await services.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => scheduler.StartAsync(TestContext.Current.CancellationToken).AsTask());
    }
}
