using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class OverlapTests
{
    [Fact]
    public async Task What_comes_due_while_the_slot_is_taken_is_skipped()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Taking(2.5 * Minute), new() { WhenFull = WhenFull.Skip });
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal("1 4 7", harness.Scheduled());
        Assert.Equal("1 4 7", harness.Started());
        Assert.Equal(Start + 2 * Minute, harness.Events<RunSkipped>()[0].Run.ScheduledAt);
    }

    [Fact]
    public async Task What_comes_due_while_the_slot_is_taken_waits_and_the_latest_runs()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Taking(2.5 * Minute), new() { WhenFull = WhenFull.Queue });
        await harness.AdvanceAsync(8.5 * Minute);

        Assert.Equal("1 3 6", harness.Scheduled());
        Assert.Equal("1 3.5 6", harness.Started());
        Assert.Empty(harness.Events<RunSkipped>());
    }

    [Fact]
    public async Task What_comes_due_while_the_slot_is_taken_waits_and_all_of_it_runs()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Taking(2.5 * Minute), new() { WhenFull = WhenFull.Queue, Coalesce = CoalesceMode.All });
        await harness.AdvanceAsync(8.5 * Minute);

        Assert.Equal("1 2 3", harness.Scheduled());
        Assert.Equal("1 3.5 6", harness.Started());
    }

    [Fact]
    public async Task What_comes_due_while_the_slot_is_taken_replaces_the_run()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Taking(1.5 * Minute), new() { WhenFull = WhenFull.Replace });
        await harness.AdvanceAsync(3.5 * Minute);

        Assert.Equal("1 2", harness.Scheduled());
        Assert.Equal("Cancelled Cancelled", harness.Outcomes());
        Assert.Equal(1, (await harness.Job()).RunningCount);
    }

    [Fact]
    public async Task A_job_has_as_many_runs_in_flight_as_it_has_slots()
    {
        var (now, most) = (0, 0);
        await using var harness = await JobAsync(Trigger.Every(Minute), async (job, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(5 * Minute, job.Time, cancellationToken);
            Interlocked.Decrement(ref now);
        }, new() { MaxConcurrentRuns = 3 });
        await harness.AdvanceAsync(60 * Minute);

        Assert.Equal(3, most);
        Assert.Equal(3, (await harness.Job()).RunningCount);
    }

    [Fact]
    public async Task A_job_with_enough_slots_runs_every_occurrence_in_time()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Taking(1.5 * Minute), new() { MaxConcurrentRuns = 2 });
        await harness.AdvanceAsync(5.5 * Minute);

        Assert.Equal("1 2 3 4", harness.Started());
        Assert.Equal(1, (await harness.Job()).RunningCount);
    }

    [Fact]
    public async Task A_scheduler_has_no_more_runs_in_flight_than_it_is_allowed()
    {
        var (now, most) = (0, 0);
        await using var harness = await HarnessAsync(scheduler =>
        {
            scheduler.Configure(options => options.MaxConcurrentRuns = 3);
            for (var i = 0; i < 7; i++)
            {
                scheduler.AddJob($"job-{i}", Trigger.At(Start + Minute), async (job, cancellationToken) =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref now));
                    await Task.Delay(Minute, job.Time, cancellationToken);
                    Interlocked.Decrement(ref now);
                });
            }
        });
        await harness.AdvanceAsync(4 * Minute);

        Assert.Equal(3, most);
        Assert.Equal(7, harness.Events<RunSucceeded>().Count);
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_cancelled_and_has_timed_out()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Taking(10 * Minute), new() { Timeout = Minute });
        await harness.AdvanceAsync(2 * Minute);

        Assert.Equal("TimedOut", harness.Outcomes());
        Assert.Equal(Start + 2 * Minute, harness.Runs("job")[0].EndedAt);
        Assert.Equal(JobStatus.Failed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task A_run_that_is_deaf_to_its_token_is_given_up_after_half_a_minute()
    {
        await using var harness = await JobAsync(
            Trigger.Every(5 * Minute),
            async (job, _) => await Task.Delay(8 * Minute, job.Time, CancellationToken.None),
            new() { Timeout = Minute });

        await harness.AdvanceAsync(6.75 * Minute);
        Assert.Equal("TimedOut", harness.Outcomes());
        Assert.Equal(1, harness.Scheduler.GetHealth().StuckRuns);

        await harness.AdvanceAsync(8 * Minute);
        Assert.Equal("5 10", harness.Scheduled());
    }

    [Fact]
    public async Task Of_what_is_due_at_once_the_highest_priority_begins_first_then_the_first_added()
    {
        await using var harness = await HarnessAsync(scheduler =>
        {
            foreach (var (id, priority) in new[] { ("low", -5), ("middle", 0), ("high", 7), ("middle too", 0), ("higher", 8) })
                scheduler.AddJob(id, Trigger.At(Start + Minute), Nothing, options: new() { Priority = priority });
        });
        await harness.AdvanceAsync(Minute);

        Assert.Equal(["higher", "high", "middle", "middle too", "low"], harness.Events<RunStarted>().Select(told => told.Job.Id));
    }
}
