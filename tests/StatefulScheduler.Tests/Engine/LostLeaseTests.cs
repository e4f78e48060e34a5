using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Engine;

public sealed class LostLeaseTests
{
    // Renewals fail, so the run is given up before its lease can end; nobody else has taken the job when its end reaches the store.
    [Fact]
    public async Task A_run_that_was_given_up_in_time_does_not_use_up_its_occurrence()
    {
        var begun = 0;
        await using var harness = await SchedulerHarness.StartAsync(
            scheduler => scheduler.AddJob("import", Trigger.Now, async (job, cancellationToken) =>
            {
                if (++begun == 1)
                    await Task.Delay(TimeSpan.FromMinutes(10), job.Time, cancellationToken);
                job.State = job.State.Set("done", begun);
            }),
            cancellationToken: TestContext.Current.CancellationToken);
        harness.Faults.FailNext(StoreVerb.Renew, times: 5);

        await harness.AdvanceAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        var job = await harness.Scheduler.GetJobAsync("import", TestContext.Current.CancellationToken);
        Assert.Equal((2, JobStatus.Completed, """{"done":2}"""), (begun, job.Status, job.State.ToString()));
        Assert.Single(harness.Events<RunAbandoned>());
    }
}
