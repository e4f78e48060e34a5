using Quartz;

namespace StatefulScheduler.Benchmarks.Torture;

internal sealed class EditDuringRun : TortureCase
{
    public override string Code => "E1";

    public override string Does => "a run reads n = 1 and works; an operator saves n = 100 and a note; the run ends with n = 2 and done";

    public override async Task OursAsync(OurStore store, Findings broken)
    {
        var (working, edited, told) = (new Signal(), new Signal(), new Signal());
        await using var ours = await store.StartAsync(scheduler => scheduler.AddHandler("work", async (job, _) =>
        {
            working.Set();
            await edited.WaitAsync();
            job.State = job.State.Set("n", 2).Set("done", true);
        }));
        var jobs = ours.Scheduler;
        var rejected = string.Empty;
        using var subscription = jobs.Events.Subscribe<StateConflicted>(conflict =>
        {
            rejected = string.Join(", ", conflict.Rejected.Select(difference => difference.Path));
            told.Set();
        });
        await jobs.AddJobAsync(new JobDefinition("work", "work", Some.Later) { State = JobState.Parse("""{"n":1}""") });
        var run = await jobs.RunJobNowAsync("work");
        await working.WaitAsync();
        await jobs.UpdateStateAsync("work", state => state.Set("n", 100).Set("note", "operator"));
        edited.Set();
        await Some.EndAsync(jobs, run);

        var after = (await jobs.GetJobAsync("work")).State;
        broken.Expect("n", 100, after.Get("n", 0));
        broken.Expect("the operator's note", "operator", after.Get("note", string.Empty));
        broken.Expect("the run's done", true, after.Get("done", false));
        broken.Expect(await told.HappensAsync(), "the conflict was not reported");
        broken.Expect(rejected.Contains('n', StringComparison.Ordinal), $"the conflict reported is about '{rejected}'");
    }

    public override async Task<string> QuartzAsync(QuartzStore store)
    {
        var (working, edited) = (new Signal(), new Signal());
        await using var quartz = await QuartzHouse.StartAsync(store);
        ScriptedJob.Script("work", async (run, _) =>
        {
            working.Set();
            await edited.WaitAsync();
            run.JobDetail.JobDataMap["n"] = 2;
            run.JobDetail.JobDataMap["done"] = true;
        });
        await quartz.Scheduler.AddJob(QuartzHouse.Job("work", ("n", 1)), AddJobOptions.Replacing);
        await quartz.Scheduler.TriggerJob(new JobKey("work"), null);
        await working.WaitAsync();
        await quartz.Scheduler.AddJob(QuartzHouse.Job("work", ("n", 100), ("note", "operator")), AddJobOptions.Replacing);
        edited.Set();
        await quartz.UntilQuietAsync();

        var after = await quartz.DataAsync("work");
        return after["n"] is 100 or 100L && after.ContainsKey("note")
            ? $"operator's update stands: n = {after["n"]}"
            : $"operator's update lost without an error: n = {after["n"]}, note {(after.ContainsKey("note") ? "there" : "gone")}";
    }
}
