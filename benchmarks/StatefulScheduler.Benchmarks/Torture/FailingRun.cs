using Quartz;

namespace StatefulScheduler.Benchmarks.Torture;

internal sealed class FailingRun : TortureCase
{
    public override string Code => "E2";

    public override string Does => "a run sets n from 1 to 2, then throws";

    public override async Task OursAsync(OurStore store, Findings broken)
    {
        await using var ours = await store.StartAsync(scheduler => scheduler.AddHandler("work", (job, _) =>
        {
            job.State = job.State.Set("n", 2);
            throw new InvalidOperationException("on purpose");
        }));
        var jobs = ours.Scheduler;
        var options = new JobOptions { OnFailure = FailurePolicy.Pause(JobState.Parse("""{"state":"error"}""")) };
        await jobs.AddJobAsync(new JobDefinition("work", "work", Some.Later) { State = JobState.Parse("""{"n":1}"""), Options = options });
        var run = await Some.EndAsync(jobs, await jobs.RunJobNowAsync("work"));

        var after = await jobs.GetJobAsync("work");
        broken.Expect("the outcome", RunOutcome.Failed, run.Outcome);
        broken.Expect("n", 1, after.State.Get("n", 0));
        broken.Expect("what the failure policy sets", "error", after.State.Get("state", string.Empty));
        broken.Expect("the status", JobStatus.Paused, after.Status);
    }

    public override async Task<string> QuartzAsync(QuartzStore store)
    {
        var ending = new Signal();
        await using var quartz = await QuartzHouse.StartAsync(store);
        ScriptedJob.Script("work", (run, _) =>
        {
            run.JobDetail.JobDataMap["n"] = 2;
            ending.Set();
            throw new InvalidOperationException("on purpose");
        });
        await quartz.Scheduler.AddJob(QuartzHouse.Job("work", ("n", 1)), AddJobOptions.Replacing);
        await quartz.Scheduler.TriggerJob(new JobKey("work"), null);
        await ending.WaitAsync();
        await quartz.UntilQuietAsync();

        var n = await quartz.NumberAsync("work", "n");
        return n == 1 ? "the failed run's change is gone: n = 1" : $"the failed run's change is kept: n = {n}";
    }
}
