using StatefulScheduler.Testing;

namespace StatefulScheduler.Conformance.Apscheduler;

// What a job that is overdue at some instant runs, misses and does next. The scheduler stands still until then, as one does whose machine slept.
internal sealed class RunTimesVectors(string name) : VectorFile(name)
{
    private const string Id = "job";

    public override async ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var job = DueJob.Of(vector);
        await using var harness = await SchedulerHarness.StartAsync(
            scheduler => scheduler.Configure(options => options.StartPaused = true).AddHandler(Id, (_, _) => ValueTask.CompletedTask),
            new() { Start = job.LooksFrom });

        var added = await harness.Scheduler.AddJobAsync(new(Id, Id, job.Trigger) { Options = job.Options });
        if (added.NextFireAt != job.FirstDue)
            await harness.Scheduler.ModifyJobAsync(Id, change => change.Resume(ResumeFrom.At(job.FirstDue)));
        return await WakeAsync(harness, job);
    }

    private static async Task<Verdict> WakeAsync(SchedulerHarness harness, DueJob job)
    {
        await harness.AdvanceToAsync(job.WokenAt);
        await harness.Scheduler.ResumeAsync();
        await harness.AdvanceAsync(TimeSpan.Zero);

        var runs = harness.Runs(Id).Select(run => $"{Instants.Write(run.ScheduledAt)} {run.Outcome}");
        var after = await harness.Scheduler.GetJobAsync(Id);
        return Verdict.Compare(string.Join(", ", job.Runs), string.Join(", ", runs))
            .And(() => Verdict.Compare($"next {Instants.Write(job.NextAfter)}", $"next {Instants.Write(after.NextFireAt)}"))
            .And(() => Verdict.Compare(job.Status, after.Status.ToString()))
            .Mapped(job.Rules);
    }
}
