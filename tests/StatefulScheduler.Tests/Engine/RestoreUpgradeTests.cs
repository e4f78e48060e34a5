using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// A kept version is read as any stored state is.
public class RestoreUpgradeTests
{
    [Fact]
    public async Task Restoring_a_version_of_an_older_schema_upgrades_it()
    {
        var deployed = false;
        await using var harness = await HarnessAsync(scheduler =>
        {
            if (deployed)
                scheduler.AddHandler<Second>("job", (job, _) => new(job.State), handler => handler.UpgradeState(1, state => state.Set("total", state.Get<int>("n")).Remove("n")));
            else
                scheduler.AddHandler<First>("job", (job, _) => new(job.State));
        });
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Never) { State = new First(1), Options = new() { StateHistory = StateHistoryPolicy.All(10) } });
        await harness.Scheduler.UpdateStateAsync<First>("job", _ => new(2));
        deployed = true;
        await harness.RestartAsync();
        await harness.Scheduler.UpdateStateAsync<Second>("job", state => state with { Total = 50 });

        var job = await harness.Scheduler.RestoreStateAsync("job", 1, "back");

        Assert.Equal(("""{"total":1}""", 2, 4), (job.State.ToString(), job.StateSchema, job.StateVersion));
        Assert.Equal(1, job.State.As<Second>().Total);
    }

    [Fact]
    public async Task Restoring_a_version_of_the_present_schema_takes_it_as_it_is()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.AddHandler("job", Nothing, handler => handler.UpgradeState(1, state => state.Set("upgraded", true))));
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Never) { State = new JobState { ["n"] = 1 }, Options = new() { StateHistory = StateHistoryPolicy.All(10) } });
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("n", 2));

        Assert.Equal("""{"n":1}""", (await harness.Scheduler.RestoreStateAsync("job", 1)).State.ToString());
    }

    internal sealed record First(int N);

    internal sealed record Second(int Total);
}
