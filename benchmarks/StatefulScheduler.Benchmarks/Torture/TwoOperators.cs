using Quartz;

namespace StatefulScheduler.Benchmarks.Torture;

internal sealed class TwoOperators : TortureCase
{
    public override string Code => "E4";

    public override string Does => "two operators read the same version; one sets a, the other sets b";

    public override async Task OursAsync(OurStore store, Findings broken)
    {
        await using var ours = await store.StartAsync(scheduler => scheduler.AddHandler("work", (_, _) => default));
        var jobs = ours.Scheduler;
        var read = await jobs.AddJobAsync(new JobDefinition("work", "work", Some.Later) { State = JobState.Parse("""{"a":0,"b":0}""") });
        await jobs.ActingAs("ann").UpdateStateAsync("work", state => state.Set("a", 1));
        await jobs.ActingAs("bob").UpdateStateAsync("work", state => state.Set("b", 1));

        var after = (await jobs.GetJobAsync("work")).State;
        broken.Expect("a", 1, after.Get("a", 0));
        broken.Expect("b", 1, after.Get("b", 0));
        try
        {
            await jobs.ModifyJobAsync("work", change => change.State(state => state.Set("b", 2)).ExpectVersion(read.Version));
            broken.Expect(false, "a change that expects the first version was accepted");
        }
        catch (JobConflictException conflict)
        {
            broken.Expect("the expected version named", read.Version, conflict.Expected);
        }

        broken.Expect("b after the conflict", 1, (await jobs.GetJobAsync("work")).State.Get("b", 0));
    }

    public override async Task<string> QuartzAsync(QuartzStore store)
    {
        await using var quartz = await QuartzHouse.StartAsync(store);
        await quartz.Scheduler.AddJob(QuartzHouse.Job("work", ("a", 0), ("b", 0)), AddJobOptions.Replacing);
        var ann = (await quartz.Scheduler.GetJobDetail(new JobKey("work")))!;
        var bob = (await quartz.Scheduler.GetJobDetail(new JobKey("work")))!;
        ann.JobDataMap["a"] = 1;
        bob.JobDataMap["b"] = 1;
        var error = "without an error";
        try
        {
            await quartz.Scheduler.AddJob(ann, AddJobOptions.Replacing);
            await quartz.Scheduler.AddJob(bob, AddJobOptions.Replacing);
        }
        catch (Quartz.SchedulerException exception)
        {
            error = $"with {exception.GetType().Name}";
        }

        var (a, b) = (await quartz.NumberAsync("work", "a"), await quartz.NumberAsync("work", "b"));
        return (a, b) == (1, 1) ? "both edits present" : $"{2 - a - b} of 2 edits lost {error}: a = {a}, b = {b}";
    }
}
