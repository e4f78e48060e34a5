using System.Globalization;
using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Triggers.Notes;

public class PreviewFiresTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("every 00:07:00")]
    [InlineData("now | every 00:07:00 | 0 */2 * * *")]
    [InlineData("H H/3 * * * Europe/Berlin")]
    [InlineData("H/20 * * * *")]
    public async Task What_is_previewed_is_what_runs(string trigger)
    {
        await using var harness = await HarnessAsync(scheduler => scheduler.AddHandler("nothing", Nothing));
        var job = await harness.Scheduler.AddJobAsync(new("job", "nothing", Trigger.Parse(trigger)), TestContext.Current.CancellationToken);
        var preview = job.PreviewFires(500);

        await harness.AdvanceAsync(30 * Hour, TestContext.Current.CancellationToken);

        var ran = harness.Runs("job").Select(run => run.ScheduledAt).ToList();
        Assert.True(ran.Count > 5);
        Assert.Equal(ran, preview.Select(fire => fire.At).TakeWhile(at => at <= harness.Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_job_that_has_run_goes_on_from_its_next_fire()
    {
        await using var harness = await JobAsync(Trigger.Every(Hour), Nothing);
        await harness.AdvanceAsync(2.5 * Hour, TestContext.Current.CancellationToken);

        Assert.Equal("3 4 5", Hours((await harness.Job()).PreviewFires(3)));
    }

    [Fact]
    public async Task A_paused_job_previews_what_it_would_do()
    {
        await using var harness = await JobAsync(Trigger.Every(Hour), Nothing);
        var job = await harness.Scheduler.PauseJobAsync("job", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("1 2", Hours(job.PreviewFires(2)));
    }

    [Fact]
    public async Task A_first_fire_that_was_set_by_hand_is_followed_by_the_grid_of_the_job()
    {
        await using var harness = await JobAsync(Trigger.Every(Hour), Nothing);
        await harness.Scheduler.PauseJobAsync("job", cancellationToken: TestContext.Current.CancellationToken);
        var job = await harness.Scheduler.ModifyJobAsync("job", change => change.Resume(ResumeFrom.At(Start + 8.25 * Hour)), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("8.25 9 10", Hours(job.PreviewFires(3)));
    }

    [Fact]
    public async Task Retries_and_runs_by_hand_are_not_fires()
    {
        await using var harness = await JobAsync(Trigger.Every(Hour), Failing, new() { OnFailure = FailurePolicy.Retry(maxAttempts: 3, RetryBackoff.Fixed(Minute)) });
        await harness.Scheduler.RunJobNowAsync("job", TestContext.Current.CancellationToken);
        await harness.AdvanceAsync(1.01 * Hour, TestContext.Current.CancellationToken);
        var job = await harness.Job();

        Assert.NotNull(job.Retry);
        Assert.Equal("1 2", Hours(job.PreviewFires(2)));
    }

    [Fact]
    public async Task A_completed_job_previews_nothing()
    {
        await using var harness = await JobAsync(Trigger.Now, Nothing);
        var job = await harness.Job();

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Empty(job.PreviewFires(3));
    }

    [Fact]
    public async Task Where_the_next_fire_counts_from_the_end_of_a_run_only_one_is_known()
    {
        await using var harness = await JobAsync(Trigger.AfterEachRun(Hour), Taking(0.5 * Hour));
        await harness.AdvanceAsync(Hour, TestContext.Current.CancellationToken);

        var fire = Assert.Single((await harness.Job()).PreviewFires(3));
        Assert.Equal((Start + 1.5 * Hour, "the next one counts from the end of this run"), (fire.At, fire.Note));
    }

    [Fact]
    public async Task So_it_is_in_every_trigger_that_has_such_a_part()
    {
        await using var harness = await JobAsync((Trigger.Every(3 * Hour) | Trigger.AfterEachRun(Hour)).Until(Start + 100 * Hour), Nothing);

        Assert.Single((await harness.Job()).PreviewFires(3));
    }

    [Fact]
    public async Task The_clocks_and_the_end_are_told_in_the_triggers_own_zone()
    {
        await using var harness = await SchedulerHarness.StartAsync(
            scheduler => scheduler.AddHandler("nothing", Nothing), new() { Start = Instants.Utc("2027-03-27T12:00Z") }, TestContext.Current.CancellationToken);
        var trigger = Trigger.Cron("30 2 * * *", "Europe/Berlin").Until(Instants.Utc("2027-03-29T12:00Z"));
        var job = await harness.Scheduler.AddJobAsync(new("job", "nothing", trigger), TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "2027-03-28 03:00 02:30 does not exist on 2027-03-28 in Europe/Berlin: fires at 03:00",
                "2027-03-29 02:30 the last one: ends at 2027-03-29 14:00",
            ],
            ExplainTests.Lines(job.PreviewFires(5)));
    }

    [Fact]
    public async Task What_was_left_out_before_the_job_got_its_trigger_is_not_told()
    {
        await using var harness = await SchedulerHarness.StartAsync(
            scheduler => scheduler.AddHandler("nothing", Nothing), new() { Start = Instants.Utc("2027-03-27T12:00Z") }, TestContext.Current.CancellationToken);
        await harness.Scheduler.AddJobAsync(new("job", "nothing", Trigger.Now | Trigger.Every(1000 * Hour)), TestContext.Current.CancellationToken);
        await harness.AdvanceAsync(24 * Hour, TestContext.Current.CancellationToken);
        var job = await harness.Scheduler.ModifyJobAsync(
            "job", change => change.Trigger(Trigger.Cron("30 2 * * *", "Europe/Berlin", gap: GapRule.Skip)), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["2027-03-29 02:30"], ExplainTests.Lines(job.PreviewFires(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public async Task A_count_that_is_no_list_is_refused(int count)
    {
        await using var harness = await JobAsync(Trigger.Never, Nothing);
        var job = await harness.Job();

        Assert.Throws<ArgumentOutOfRangeException>(nameof(count), () => job.PreviewFires(count));
    }

    private static string Hours(IEnumerable<TriggerOccurrence> fires) =>
        string.Join(' ', fires.Select(fire => (fire.At - Start).TotalHours.ToString(CultureInfo.InvariantCulture)));
}
