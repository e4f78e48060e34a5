using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Options that a job has by default are its options, in the store's eyes too.
public class DefaultOptionsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static ValueTask<SchedulerHarness> HarnessAsync(bool ofHandler, JobOptions defaults) => Engine.Some.HarnessAsync(scheduler =>
    {
        if (!ofHandler)
            scheduler.UseJobDefaults(defaults);
        scheduler.AddHandler("job", Nothing, handler => handler.Options(ofHandler ? defaults : new()));
    });

    private static async Task<string> TaggedAsync(SchedulerHarness harness, string tag)
    {
        var query = new JobQuery { Tags = [tag] };
        var found = await harness.Scheduler.QueryJobsAsync(query);
        Assert.Equal(found.Items.Count, await harness.Scheduler.CountJobsAsync(query));
        return string.Join(" ", found.Items.Select(job => job.Id).Order(StringComparer.Ordinal));
    }

    // Retention is settled whenever a job finishes: here is one.
    private static async Task SweptAsync(SchedulerHarness harness, TimeSpan after)
    {
        await harness.AdvanceAsync(after);
        await harness.Scheduler.AddJobAsync(new($"finishes at {harness.Time.GetUtcNow():O}", "job", Trigger.Now));
        await harness.AdvanceAsync(Second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tags_by_default_are_found_by_a_query(bool ofHandler)
    {
        await using var harness = await HarnessAsync(ofHandler, new() { Tags = ["nightly"] });
        await harness.Scheduler.AddJobAsync(new("default", "job", Trigger.Never));
        await harness.Scheduler.AddJobAsync(new("own", "job", Trigger.Never) { Options = new() { Tags = ["mine"] } });

        Assert.Equal("default", await TaggedAsync(harness, "nightly"));
        Assert.Equal("own", await TaggedAsync(harness, "mine"));
    }

    [Fact]
    public async Task Tags_of_the_handler_go_before_those_of_the_scheduler()
    {
        await using var harness = await Engine.Some.HarnessAsync(scheduler => scheduler
            .UseJobDefaults(new() { Tags = ["scheduler"] })
            .AddHandler("job", Nothing, handler => handler.Options(new() { Tags = ["handler"] }))
            .AddHandler("other", Nothing));
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Never));
        await harness.Scheduler.AddJobAsync(new("other", "other", Trigger.Never));

        Assert.Equal(("job", "other"), (await TaggedAsync(harness, "handler"), await TaggedAsync(harness, "scheduler")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task How_long_a_finished_job_is_kept_by_default_is_honoured(bool ofHandler)
    {
        await using var harness = await HarnessAsync(ofHandler, new() { KeepFinished = Hour });
        await harness.Scheduler.AddJobAsync(new("default", "job", Trigger.Now));
        await harness.Scheduler.AddJobAsync(new("own", "job", Trigger.Now) { Options = new() { KeepFinished = 3 * Hour } });

        await SweptAsync(harness, 0.5 * Hour);
        Assert.Equal((JobStatus.Completed, JobStatus.Completed), ((await harness.Job("default")).Status, (await harness.Job("own")).Status));

        await SweptAsync(harness, Hour);
        Assert.Null(await harness.Scheduler.FindJobAsync("default"));
        Assert.NotNull(await harness.Scheduler.FindJobAsync("own"));

        await SweptAsync(harness, 3 * Hour);
        Assert.Null(await harness.Scheduler.FindJobAsync("own"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_finished_job_that_is_not_kept_by_default_is_gone_when_the_next_one_has_finished(bool ofHandler)
    {
        await using var harness = await HarnessAsync(ofHandler, new() { KeepFinished = TimeSpan.Zero });
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Now));
        await SweptAsync(harness, 2 * Minute);

        Assert.Null(await harness.Scheduler.FindJobAsync("job"));
    }
}
