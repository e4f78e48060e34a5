using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Nodes whose code differs from what is stored.
public class HandlerTests
{
    internal sealed record Tally(int N);

    // A job that was added when its state had no type, and met a node where it has one.
    internal static async Task<SchedulerHarness> ParkedAsync()
    {
        var deployed = false;
        var harness = await HarnessAsync(scheduler =>
        {
            if (deployed)
                scheduler.AddHandler<Tally>("job", (job, _) => new(new Tally(job.State.N + 1)));
            else
                scheduler.AddHandler("job", Nothing);
        });
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Every(Minute)) { State = JobState.Parse("""{"n":"three"}""") });
        deployed = true;
        await harness.RestartAsync();
        await harness.AdvanceAsync(Minute);
        return harness;
    }

    [Fact]
    public async Task A_job_whose_state_does_not_fit_is_parked_with_the_place_and_not_run()
    {
        await using var harness = await ParkedAsync();
        await harness.AdvanceAsync(10 * Minute);

        var job = await harness.Job();
        Assert.Equal((JobStatus.Parked, "STS3001"), (job.Status, job.Parked!.Code));
        Assert.Contains("$.n", job.Parked.Reason, StringComparison.Ordinal);
        Assert.Equal("""{"n":"three"}""", job.State.ToString());
        Assert.Single(harness.Events<JobParked>());
    }

    [Fact]
    public async Task A_parked_job_is_mended_by_a_modify_and_runs_again()
    {
        await using var harness = await ParkedAsync();
        var job = await harness.Scheduler.UpdateStateAsync("job", state => state.Set("n", 3), "mended");
        await harness.AdvanceAsync(2 * Minute);

        Assert.Equal((JobStatus.Active, null), (job.Status, job.Parked));
        Assert.InRange((await harness.Job()).State.Get<int>("n"), 4, 6);
    }

    [Fact]
    public async Task A_modify_that_does_not_mend_is_refused()
    {
        await using var harness = await ParkedAsync();

        await Assert.ThrowsAsync<JobStateException>(() => harness.Scheduler.UpdateStateAsync("job", state => state.Set("n", "four")).AsTask());
        Assert.Equal(JobStatus.Parked, (await harness.Job()).Status);
    }

    [Fact]
    public async Task A_job_whose_handler_no_node_has_stays_as_it_is_and_is_reported()
    {
        var has = true;
        await using var harness = await HarnessAsync(scheduler => (has ? scheduler.AddHandler("known", Counting) : scheduler).AddHandler("other", Nothing));
        await harness.Scheduler.AddJobAsync(new("job", "known", Trigger.Every(Minute)));
        await harness.AdvanceAsync(Minute);
        var before = await harness.Job();

        has = false;
        await harness.RestartAsync();
        await harness.AdvanceAsync(10 * Minute);
        var after = await harness.Job();
        Assert.Equal(["known"], harness.Scheduler.GetHealth().UnknownHandlers);
        Assert.Equal((before.Status, before.Version, before.NextFireAt), (after.Status, after.Version, after.NextFireAt));

        has = true;
        await harness.RestartAsync();
        await harness.AdvanceAsync(TimeSpan.Zero);
        Assert.Empty(harness.Scheduler.GetHealth().UnknownHandlers);
        Assert.Equal("1 11", harness.Scheduled());
    }

    [Fact]
    public async Task A_state_of_an_older_schema_is_upgraded_when_it_is_read_and_stored_with_the_next_commit()
    {
        var schema = 1;
        await using var harness = await UpgradingAsync(() => schema);
        schema = 3;
        await harness.RestartAsync();
        Assert.Equal((1, """{"n":1}"""), ((await harness.Job()).StateSchema, (await harness.Job()).State.ToString()));

        await harness.AdvanceAsync(Minute);
        var job = await harness.Job();
        Assert.Equal((3, """{"total":10}""", 2), (job.StateSchema, job.State.ToString(), job.StateVersion));
    }

    [Fact]
    public async Task A_state_of_a_newer_schema_is_left_to_a_newer_node()
    {
        var schema = 3;
        await using var harness = await UpgradingAsync(() => schema);
        schema = 2;
        await harness.RestartAsync();
        await harness.AdvanceAsync(10 * Minute);

        Assert.Empty(harness.Runs("job"));
        Assert.Equal(JobStatus.Active, (await harness.Job()).Status);
    }

    private static async Task<SchedulerHarness> UpgradingAsync(Func<int> schema)
    {
        var harness = await HarnessAsync(scheduler => scheduler.AddHandler("job", Nothing, handler =>
        {
            if (schema() > 1)
                handler.UpgradeState(1, state => state.Set("total", state.Get<int>("n")).Remove("n"));
            if (schema() > 2)
                handler.UpgradeState(2, state => state.Update("total", (int total) => 10 * total, 0));
        }));
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Every(Minute)) { State = new JobState { ["n"] = 1 } });
        return harness;
    }
}
