using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Renewals fail while claims work: the store gives a job away whose code still executes, and to the very node on which it does.
public class OwnTakeOverTests
{
    [Fact]
    public async Task A_node_does_not_begin_a_job_beside_its_own_run_that_has_lost_its_lease()
    {
        var deaf = new DeafJob(50 * Second);
        await using var harness = await JobAsync(Trigger.Now, deaf.RunAsync);
        harness.Faults.FailNext(StoreVerb.Renew, 7); // To the end of the lease.
        await harness.AdvanceAsync(5 * Minute);

        Assert.Equal((2, 1), (deaf.Begun.Count, deaf.MostAtOnce));
        Assert.Equal(50 * Second, deaf.Begun[1] - Start);
        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Equal(0, harness.Scheduler.GetHealth().OpenRuns);
    }

    [Fact]
    public async Task A_run_that_has_been_deaf_for_30_seconds_is_waited_for_no_longer()
    {
        var deaf = new DeafJob(10 * Minute);
        await using var harness = await JobAsync(Trigger.Now, deaf.RunAsync);
        harness.Faults.FailNext(StoreVerb.Renew, 7);
        await harness.AdvanceAsync(2 * Minute);

        Assert.Equal(2, deaf.Begun.Count);
        Assert.InRange(deaf.Begun[1] - Start, 55 * Second, 60 * Second); // Its token fired after 25 seconds.
        Assert.Equal(1, harness.Scheduler.GetHealth().StuckRuns);
    }

    [Fact]
    public async Task A_claim_that_waits_for_older_code_goes_back_when_the_scheduler_stops()
    {
        var deaf = new DeafJob(50 * Second);
        await using var harness = await JobAsync(Trigger.Now, deaf.RunAsync);
        harness.Faults.FailNext(StoreVerb.Renew, 7);
        await harness.AdvanceAsync(40 * Second);
        await harness.Scheduler.PauseAsync(TestContext.Current.CancellationToken);
        await harness.AdvanceAsync(Minute);

        Assert.Single(deaf.Begun);
        Assert.Equal(0, (await harness.Job()).RunningCount);
        await harness.Scheduler.ResumeAsync(TestContext.Current.CancellationToken);
        await harness.AdvanceAsync(Minute);
        Assert.Equal("Succeeded", harness.Outcomes());
    }

    // Ignores its token the first time.
    private sealed class DeafJob(TimeSpan time)
    {
        private int now;

        public List<DateTimeOffset> Begun { get; } = [];

        public int MostAtOnce { get; private set; }

        public async ValueTask RunAsync(JobContext job, CancellationToken cancellationToken)
        {
            Begun.Add(job.Time.GetUtcNow());
            MostAtOnce = Math.Max(MostAtOnce, ++now);
            if (Begun.Count == 1)
                await Task.Delay(time, job.Time, CancellationToken.None);
            now--;
        }
    }
}
