using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Testing;

public class TestRunTests
{
    [Fact]
    public async Task One_run_alone()
    {
        var next = await new SchedulerHarnessTests.Count().RunAsync(TestRun.Of(new SchedulerHarnessTests.CountState(4)), CancellationToken.None);

        Assert.Equal(5, next.N);
    }

    [Fact]
    public async Task A_run_alone_has_a_state_arguments_services_and_checkpoints()
    {
        await using var services = new ServiceCollection().AddSingleton("a service").BuildServiceProvider();
        var job = TestRun.Of(new JobState { ["n"] = 1 }, arguments: "Ada", services);

        await job.SaveStateAsync(job.State.Set("n", 2));
        await job.UpdateStateAsync(state => state.Update("n", n => n + 1, 0));
        job.State = job.State.Set("last", true);

        Assert.Equal("""{"n":3,"last":true}""", job.State.ToString());
        Assert.Equal("Ada", job.Arguments.As<string>());
        Assert.Equal("a service", job.Services.GetRequiredService<string>());
        Assert.Equal((1, 1L, new HarnessOptions().Start), (job.Attempt, job.Fence, job.ScheduledAt));
        Assert.Equal("""{"n":3}""", (await job.Scheduler.GetJobAsync("test")).State.ToString());
    }
}
