using Quartz;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Torture;

internal sealed class StateWithCommands : TortureCase
{
    public override string Code => "E5";

    public override string Does => "pause, resume and modify, each with a change of the state and a reason";

    public override async Task OursAsync(OurStore store, Findings broken)
    {
        var view = SharedStore.Of(store).View();
        await using var ours = await Ours.StartAsync(scheduler => scheduler.UseStore(_ => view).AddHandler("work", (_, _) => default));
        var jobs = ours.Scheduler;
        var before = await jobs.AddJobAsync(
            new JobDefinition("work", "work", Some.Later) { State = JobState.Parse("""{"phase":"new"}"""), Options = new() { StateHistory = StateHistoryPolicy.All(10) } });

        before = await OneUpdate("pause", before, JobStatus.Paused, () => jobs.PauseJobAsync("work", state => state.Set("phase", "pause"), "why pause"));
        broken.Expect("the reason of the pause", "why pause", before.Pause?.Reason);
        before = await OneUpdate("resume", before, JobStatus.Active, () => jobs.ResumeJobAsync("work", state => state.Set("phase", "resume"), "why resume"));
        await OneUpdate("modify", before, JobStatus.Active, () => jobs.ModifyJobAsync("work", change => change.State(state => state.Set("phase", "modify")).Reason("why modify")));

        var reasons = (await jobs.GetStateHistoryAsync("work")).Items.Select(version => version.Reason).Where(reason => reason is not null);
        broken.Expect("the reasons kept", "why modify, why resume, why pause", string.Join(", ", reasons));

        async Task<ScheduledJob> OneUpdate(string command, ScheduledJob was, JobStatus status, Func<ValueTask<ScheduledJob>> change)
        {
            var commits = view.Commits;
            var job = await change();
            broken.Expect($"store updates of a {command}", 1, view.Commits - commits);
            broken.Expect($"versions of a {command}", 1, job.Version - was.Version);
            broken.Expect($"state versions of a {command}", 1, job.StateVersion - was.StateVersion);
            broken.Expect($"the status after a {command}", status, job.Status);
            broken.Expect($"the state after a {command}", command, job.State.Get("phase", string.Empty));
            return job;
        }
    }

    public override async Task<string> QuartzAsync(QuartzStore store)
    {
        var methods = typeof(Quartz.IScheduler).GetMethods().Where(method => method.Name.StartsWith("Pause", StringComparison.Ordinal) || method.Name.StartsWith("Resume", StringComparison.Ordinal)).ToList();
        var withData = methods.Count(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(JobDataMap)));

        await using var quartz = await QuartzHouse.StartAsync(store);
        var job = QuartzHouse.Job("work", ("phase", "new"));
        await quartz.Scheduler.ScheduleJob(job, TriggerBuilder.Create().WithIdentity("work").StartAt(DateTimeOffset.UtcNow.AddDays(1)).Build());
        await quartz.Scheduler.PauseJob(new JobKey("work"));
        var (status, phase) = (await quartz.Scheduler.GetTriggerState(new TriggerKey("work")), (await quartz.DataAsync("work"))["phase"]);
        await quartz.Scheduler.AddJob(QuartzHouse.Job("work", ("phase", "pause")), AddJobOptions.Replacing);
        var after = (await quartz.DataAsync("work"))["phase"];
        return $"{withData} of {methods.Count} pause and resume methods take data; done in two updates, a reader between them saw {status} with phase = {phase}, after them phase = {after}";
    }
}
