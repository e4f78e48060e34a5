using Microsoft.Extensions.Options;
using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// What is refused: the exact type, the code, and the words that say what to do; nothing is changed.
public class RefusalTests
{
    private sealed record Order(int Amount, string Phase);

    private static ValueTask<SchedulerHarness> OrderAsync() => HarnessAsync(scheduler => scheduler
        .Configure(options => options.MaxStateBytes = 1000)
        .AddHandler("plain", Nothing)
        .AddHandler<Order>("order-import", (job, _) => new(job.State))
        .AddJob(new JobDefinition("order", "order-import", Trigger.Every(Minute)) { State = new Order(1, "idle") }));

    private static async Task<TRefusal> RefusedAsync<TRefusal>(Func<IScheduler, ValueTask<ScheduledJob>> command, params string[] words)
        where TRefusal : Exception
    {
        await using var harness = await OrderAsync();
        var before = await harness.Job("order");

        var refusal = await Assert.ThrowsAsync<TRefusal>(() => command(harness.Scheduler).AsTask());

        foreach (var word in words)
            Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
        var after = await harness.Job("order");
        Assert.Equal((before.Version, before.StateVersion, 1L), (after.Version, after.StateVersion, await harness.Scheduler.CountJobsAsync(JobQuery.All)));
        return refusal;
    }

    [Theory]
    [InlineData("{", "$")]
    [InlineData("""{"a":1,"a":2}""", "'a'")]
    [InlineData("[1]", "array")]
    [InlineData("""{"a":01}""", "line 1")]
    public void A_text_that_is_no_state_is_refused_with_its_place(string json, string word)
    {
        var refusal = Assert.Throws<JobStateException>(() => JobState.Parse(json));

        Assert.Equal("STS3001", refusal.Code);
        Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("line 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_as_state_is_refused()
    {
        var refusal = await RefusedAsync<JobStateException>(jobs => jobs.AddJobAsync(new("new", "plain", Trigger.Now) { State = Enumerable.Range(1, 3).ToArray() }), "object", "array");
        Assert.Equal("STS3001", refusal.Code);
    }

    [Fact]
    public async Task A_state_that_is_too_large_is_refused_with_both_sizes()
    {
        var refusal = await RefusedAsync<JobStateException>(jobs => jobs.AddJobAsync(new("new", "plain", Trigger.Now) { State = new JobState { ["a"] = new string('x', 2000) } }), "1,000", "2,008");
        Assert.Equal("STS3001", refusal.Code);
    }

    [Fact]
    public Task A_state_of_the_wrong_type_is_refused_with_the_path() => RefusedAsync<JobStateException>(
        jobs => jobs.UpdateStateAsync("order", state => state.Set("amount", "many")), "'order'", "$.amount");

    [Fact]
    public Task A_member_that_differs_only_by_case_is_refused_with_the_right_name() => RefusedAsync<JobStateException>(
        jobs => jobs.UpdateStateAsync("order", state => state.Set("Phase", "held")), "'Phase'", "'phase'");

    [Fact]
    public async Task A_job_that_is_not_there_is_refused_with_one_that_looks_alike()
    {
        var refusal = await RefusedAsync<JobNotFoundException>(jobs => jobs.PauseJobAsync("ordr"), "'ordr'", "Did you mean 'order'?");
        Assert.Equal(("STS2003", "ordr", "order"), (refusal.Code, refusal.JobId, refusal.Suggestion));
    }

    [Fact]
    public async Task A_job_that_looks_like_no_other_is_refused_without_a_suggestion()
    {
        var refusal = await RefusedAsync<JobNotFoundException>(jobs => jobs.GetJobAsync("something else"));
        Assert.Null(refusal.Suggestion);
    }

    [Fact]
    public async Task A_stale_version_is_refused_with_the_present_job()
    {
        var refusal = await RefusedAsync<JobConflictException>(jobs => jobs.ModifyJobAsync("order", change => change.Pause().ExpectVersion(7)), "version 1, not 7");
        Assert.Equal(("STS2004", 7, 1, "order"), (refusal.Code, refusal.Expected, refusal.Actual, refusal.Current.Id));
    }

    [Fact]
    public Task A_stale_state_version_is_refused() => RefusedAsync<JobConflictException>(
        jobs => jobs.ModifyJobAsync("order", change => change.State(state => state.Set("amount", 2)).ExpectStateVersion(7)), "state version 1, not 7");

    [Fact]
    public async Task An_id_that_is_taken_is_refused()
    {
        var refusal = await RefusedAsync<JobExistsException>(jobs => jobs.AddJobAsync(new("order", "plain", Trigger.Now)), "'order'", "IfExists");
        Assert.Equal("STS2001", refusal.Code);
    }

    [Fact]
    public async Task A_handler_that_is_not_registered_is_refused_with_those_that_are()
    {
        var refusal = await RefusedAsync<HandlerNotFoundException>(jobs => jobs.AddJobAsync(new("new", "import", Trigger.Now)), "'import'", "order-import, plain", "AddHandler");
        Assert.Equal("STS2005", refusal.Code);
    }

    [Fact]
    public Task An_empty_id_is_refused() => RefusedAsync<ArgumentException>(jobs => jobs.AddJobAsync(new("", "plain", Trigger.Now)));

    [Fact]
    public Task An_id_that_is_too_long_is_refused_with_its_length() => RefusedAsync<ArgumentException>(
        jobs => jobs.AddJobAsync(new(new string('x', 201), "plain", Trigger.Now)), "200", "201");

    [Fact]
    public Task An_id_with_a_control_character_is_refused() => RefusedAsync<ArgumentException>(
        jobs => jobs.AddJobAsync(new("a\nb", "plain", Trigger.Now)), "U+000A");

    [Fact]
    public Task Options_out_of_range_are_refused_with_the_range() => RefusedAsync<ArgumentOutOfRangeException>(
        jobs => jobs.AddJobAsync(new("new", "plain", Trigger.Now) { Options = new() { MaxConcurrentRuns = 0 } }), "MaxConcurrentRuns", "1 to 1000");

    [Fact]
    public Task An_executor_that_is_not_registered_is_refused() => RefusedAsync<ArgumentException>(
        jobs => jobs.AddJobAsync(new("new", "plain", Trigger.Now) { Options = new() { Executor = "native" } }), "'native'", "AddExecutor");

    [Fact]
    public Task A_function_that_returns_no_state_is_refused() => RefusedAsync<ArgumentException>(
        jobs => jobs.UpdateStateAsync("order", _ => null!), "'order'", "null");

    [Fact]
    public async Task Functions_that_are_null_are_refused_by_name()
    {
        await using var harness = await OrderAsync();

        await Assert.ThrowsAsync<ArgumentNullException>("change", () => harness.Scheduler.ModifyJobAsync("order", null!).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>("update", () => harness.Scheduler.ModifyJobAsync("order", change => change.State(null!)).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>("trigger", () => harness.Scheduler.ModifyJobAsync("order", change => change.Trigger(null!)).AsTask());
        Assert.Throws<ArgumentNullException>("listener", () => harness.Scheduler.Events.Subscribe((Action<RunFailed>)null!));
        await Assert.ThrowsAsync<ArgumentNullException>("job", () => harness.Scheduler.AddJobAsync(null!).AsTask());
    }

    [Fact]
    public async Task Wrong_options_of_the_scheduler_are_refused_all_at_once()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => HarnessAsync(scheduler => scheduler.Configure(options =>
        {
            options.LeaseDuration = Second;
            options.MaxConcurrentRuns = 0;
            options.TimeZone = "Europe/Atlantis";
        })).AsTask());

        Assert.Equal(3, refusal.Failures.Count());
        foreach (var word in new[] { "LeaseDuration", "00:00:15", "MaxConcurrentRuns", "TimeZone", "Europe/Atlantis" })
            Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_leaves_a_state_that_is_refused_has_failed_and_its_schedule_goes_on()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.Configure(options => options.MaxStateBytes = 100).AddJob("job", Trigger.Every(Minute), (job, _) =>
        {
            job.State = job.State.Set("much", new string('x', 200));
            return ValueTask.CompletedTask;
        }));
        await harness.AdvanceAsync(2 * Minute);

        Assert.Equal("Failed Failed", harness.Outcomes());
        Assert.IsType<JobStateException>(harness.Events<RunFailed>()[0].Exception);
        Assert.Equal("{}", (await harness.Job()).State.ToString());
    }

    [Fact]
    public async Task What_a_run_was_given_refuses_to_be_used_after_it()
    {
        JobContext? kept = null;
        await using var harness = await JobAsync(Trigger.Every(Minute), async (job, cancellationToken) =>
        {
            kept = job;
            await Task.Delay(Second, job.Time, cancellationToken);
        });
        await harness.AdvanceAsync(1.5 * Minute);

        var refusal = Assert.Throws<InvalidOperationException>(() => kept!.State);
        Assert.Contains("ended", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_is_declared_twice_and_a_gap_in_the_upgrades_are_refused_where_they_are_written()
    {
        Assert.Throws<ArgumentException>(Build(scheduler => scheduler.AddJob("job", Trigger.Now, Nothing).AddJob("job", Trigger.Now, Nothing)));
        Assert.Throws<ArgumentException>(Build(scheduler => scheduler.AddHandler("job", Nothing, handler => handler.UpgradeState(2, state => state))));

        static Action Build(Action<SchedulerBuilder> configure) => () => new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddStatefulScheduler(configure);
    }
}
