using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class OverdueTests
{
    // Ten and a half minutes pass while the scheduler is paused, with a job each minute.
    private static async Task<SchedulerHarness> LateAsync(JobOptions options)
    {
        var harness = await JobAsync(Trigger.Every(Minute), Nothing, options);
        await harness.Scheduler.PauseAsync();
        await harness.AdvanceAsync(10.5 * Minute);
        await harness.Scheduler.ResumeAsync();
        await harness.AdvanceAsync(TimeSpan.Zero);
        return harness;
    }

    [Theory]
    [InlineData(CoalesceMode.Latest, "10")]
    [InlineData(CoalesceMode.Earliest, "1")]
    [InlineData(CoalesceMode.All, "1 2 3 4 5 6 7 8 9 10")]
    public async Task Missed_occurrences_are_caught_up_with_as_the_job_says(CoalesceMode mode, string scheduled)
    {
        await using var harness = await LateAsync(new() { Coalesce = mode });

        Assert.Equal(scheduled, harness.Scheduled());
        Assert.Equal(Start + 11 * Minute, (await harness.Job()).NextFireAt);
    }

    [Fact]
    public async Task An_occurrence_that_is_later_than_its_grace_is_missed_and_the_next_one_runs()
    {
        await using var harness = await LateAsync(new() { MisfireGrace = 29 * Second });
        await harness.AdvanceAsync(Minute);

        Assert.Equal("10 11", harness.Scheduled());
        Assert.Equal("Missed Succeeded", harness.Outcomes());
        Assert.Single(harness.Events<RunMissed>());
    }

    [Fact]
    public async Task An_occurrence_within_its_grace_runs()
    {
        await using var harness = await LateAsync(new() { MisfireGrace = 30 * Second });

        Assert.Equal("Succeeded", harness.Outcomes());
    }

    [Fact]
    public async Task All_that_came_too_late_is_missed_one_by_one()
    {
        await using var harness = await LateAsync(new() { MisfireGrace = 90 * Second, Coalesce = CoalesceMode.All });

        Assert.Equal("Missed Missed Missed Missed Missed Missed Missed Missed Succeeded Succeeded", harness.Outcomes());
    }

    [Fact]
    public async Task A_one_shot_job_that_is_missed_completes()
    {
        await using var harness = await JobAsync(Trigger.At(Start - 10 * Minute), Nothing, new() { MisfireGrace = Minute });
        await harness.AdvanceAsync(Minute);

        Assert.Equal("Missed", harness.Outcomes());
        Assert.Equal(JobStatus.Completed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task A_clock_that_jumps_forward_makes_due_what_lies_between()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);

        harness.Time.Jump(TimeSpan.FromHours(1));
        await harness.AdvanceAsync(TimeSpan.Zero);

        Assert.Equal("60", harness.Scheduled());
    }

    [Fact]
    public async Task After_a_clock_that_jumped_forward_the_next_occurrence_runs_in_time()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);

        harness.Time.Jump(5.75 * Minute);
        await harness.AdvanceAsync(Minute);

        Assert.Equal("5.75 6", harness.Started());
    }

    [Fact]
    public async Task An_occurrence_that_a_jump_brings_nearer_runs_in_time()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);

        harness.Time.Jump(0.75 * Minute);
        await harness.AdvanceAsync(0.5 * Minute);

        Assert.Equal("1", harness.Started());
    }

    [Fact]
    public async Task An_occurrence_that_a_jump_moves_away_waits_for_its_time()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);

        harness.Time.Jump(-2 * Minute);
        await harness.AdvanceAsync(2.5 * Minute);
        Assert.Empty(harness.Started());
        await harness.AdvanceAsync(Minute);

        Assert.Equal("1", harness.Started());
    }

    [Fact]
    public async Task A_clock_that_jumps_back_runs_nothing_twice()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Nothing);
        await harness.AdvanceAsync(10 * Minute);

        harness.Time.Jump(-5 * Minute);
        await harness.AdvanceAsync(6 * Minute);

        Assert.Equal("1 2 3 4 5 6 7 8 9 10 11", harness.Scheduled());
    }

    [Fact]
    public async Task A_clock_that_jumps_forward_takes_no_lease_from_a_run()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Taking(Minute));
        await harness.AdvanceAsync(Minute);

        harness.Time.Jump(TimeSpan.FromHours(1));
        await harness.AdvanceAsync(Minute);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Single(harness.Events<RunStarted>());
    }
}
