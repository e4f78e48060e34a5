using Quartz;

namespace StatefulScheduler.Benchmarks.Torture;

internal sealed class OverlappingIncrements : TortureCase
{
    private const int Runs = 5;

    public override string Code => "E3";

    public override string Does => "5 runs of one job, all begun before the first ends, each add 1 to n = 0";

    public override async Task OursAsync(OurStore store, Findings broken)
    {
        using var all = new CountdownEvent(Runs);
        var begun = new Signal();
        await using var ours = await store.StartAsync(scheduler => scheduler.Configure(options => options.MaxConcurrentRuns = 2 * Runs).AddHandler("work", async (job, cancellationToken) =>
        {
            if (all.Signal())
                begun.Set();
            await begun.WaitAsync();
            await job.UpdateStateAsync(state => state.Update<int>("n", n => n + 1, 0), cancellationToken);
        }));
        var jobs = ours.Scheduler;
        await jobs.AddJobAsync(new JobDefinition("work", "work", Some.Later) { State = JobState.Parse("""{"n":0}"""), Options = new() { MaxConcurrentRuns = Runs } });
        var runs = new List<JobRun>();
        for (var i = 0; i < Runs; i++)
            runs.Add(await jobs.RunJobNowAsync("work"));
        foreach (var run in runs)
            broken.Expect("an outcome", RunOutcome.Succeeded, (await Some.EndAsync(jobs, run)).Outcome);

        broken.Expect("n", Runs, (await jobs.GetJobAsync("work")).State.Get("n", 0));
    }

    public override async Task<string> QuartzAsync(QuartzStore store)
    {
        using var all = new CountdownEvent(Runs);
        var begun = new Signal();
        await using var quartz = await QuartzHouse.StartAsync(store);
        ScriptedJob.Script("work", async (run, _) =>
        {
            if (all.Signal())
                begun.Set();
            await begun.WaitAsync();
            run.JobDetail.JobDataMap["n"] = Convert.ToInt64(run.JobDetail.JobDataMap["n"], System.Globalization.CultureInfo.InvariantCulture) + 1;
        });
        await quartz.Scheduler.AddJob(QuartzHouse.Job("work", ("n", 0)), AddJobOptions.Replacing);
        for (var i = 0; i < Runs; i++)
            await quartz.Scheduler.TriggerJob(new JobKey("work"), null);
        await begun.WaitAsync();
        await quartz.UntilQuietAsync();

        return $"{Runs} overlapping increments store {await quartz.NumberAsync("work", "n")}";
    }
}
