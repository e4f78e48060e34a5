using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// What a run asks for with job.Change is done as a whole, or not at all; the run itself has succeeded either way.
public class RunChangeTests
{
    private static async Task<(SchedulerHarness Harness, RecordingLog Log)> ChangedAsync(Action<JobChange> change)
    {
        var log = new RecordingLog();
        var harness = await HarnessAsync(scheduler =>
        {
            scheduler.Services.AddSingleton<ILoggerProvider>(log);
            scheduler.Configure(options => options.MaxStateBytes = 1000);
            scheduler.AddJob("job", Trigger.Every(Minute), (job, _) =>
            {
                job.State = job.State.Update("n", n => n + 1, 0);
                change(job.Change);
                return ValueTask.CompletedTask;
            });
        });
        await harness.AdvanceAsync(2.5 * Minute);
        return (harness, log);
    }

    private static async Task AssertUntouchedAsync(SchedulerHarness harness, RecordingLog log)
    {
        var job = await harness.Job();
        Assert.Equal((Trigger.Every(Minute), 1, JobStatus.Active, Start + 3 * Minute), (job.Trigger, job.Version, job.Status, job.NextFireAt));
        Assert.Equal(new JobOptions(), job.Options);
        Assert.Equal(("Succeeded Succeeded", """{"n":2}"""), (harness.Outcomes(), job.State.ToString()));
        Assert.Contains(log.Entries, entry => entry.Level >= LogLevel.Warning && entry.Text.Contains("job", StringComparison.Ordinal) && entry.Exception is not null);
        Assert.Empty(harness.Events<StoreDown>());
    }

    [Fact]
    public async Task A_change_with_one_part_that_is_refused_changes_nothing()
    {
        var (harness, log) = await ChangedAsync(change => change
            .Trigger(Trigger.Every(TimeSpan.FromHours(7)))
            .State(state => state.Set("big", new string('x', 2000)))
            .Reason("both or nothing"));
        await using (harness)
            await AssertUntouchedAsync(harness, log);
    }

    [Fact]
    public async Task A_change_whose_options_are_refused_leaves_pause_and_trigger_alone()
    {
        var (harness, log) = await ChangedAsync(change => change
            .Options(options => options with { Executor = "nobody" })
            .Trigger(Trigger.Every(TimeSpan.FromHours(7)))
            .Pause());
        await using (harness)
            await AssertUntouchedAsync(harness, log);
    }

    [Fact]
    public async Task A_change_whose_function_throws_is_logged_and_the_success_and_the_state_of_the_run_are_kept()
    {
        var (harness, log) = await ChangedAsync(change => change.Trigger(Trigger.Every(TimeSpan.FromHours(7))).State(_ => throw new InvalidOperationException("oops")));
        await using (harness)
            await AssertUntouchedAsync(harness, log);
        Assert.Contains(log.Entries, entry => entry.Exception is InvalidOperationException { Message: "oops" });
    }

    [Fact]
    public async Task A_change_that_is_accepted_is_made_with_the_state_of_the_run()
    {
        var (harness, _) = await ChangedAsync(change => change.Trigger(Trigger.Every(TimeSpan.FromHours(7))).State(state => state.Set("m", 1)));
        await using var done = harness;

        var job = await harness.Job();
        Assert.Equal((Trigger.Every(TimeSpan.FromHours(7)), 2, """{"n":1,"m":1}"""), (job.Trigger, job.Version, job.State.ToString()));
        Assert.Equal("Succeeded", harness.Outcomes());
    }
}
