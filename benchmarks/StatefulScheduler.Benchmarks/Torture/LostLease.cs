using Quartz;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Torture;

internal sealed class LostLease : TortureCase
{
    public override string Code => "E6";

    public override string Does => "a run's node loses the store until its lease has ended; another node runs the job and stores n = 500; then the first comes back and ends with n = 2 (Quartz: its fired row is removed, as a recovering node does, and another scheduler saves n = 500)";

    // Only there can another scheduler look at the same jobs.
    public override IReadOnlyList<QuartzStore> QuartzStores => [QuartzStore.Sqlite];

    public override async Task OursAsync(OurStore store, Findings broken)
    {
        var shared = SharedStore.Of(store);
        var (lost, other) = (shared.View(), shared.View());
        var (working, cancelled, back, ended, taken, told) = (new Signal(), new Signal(), new Signal(), new Signal(), new Signal(), new Signal());
        var refused = false;
        await using var first = await Ours.StartAsync(scheduler => Node(scheduler, "first", lost).AddHandler("work", async (job, cancellationToken) =>
        {
            await using var registration = cancellationToken.Register(cancelled.Set);
            working.Set();
            await back.WaitAsync();
            try
            {
                await job.SaveStateAsync(job.State.Set("n", 2), CancellationToken.None);
            }
            catch (StaleRunException)
            {
                refused = true;
            }

            job.State = job.State.Set("n", 2);
            ended.Set();
        }));
        await using var second = await Ours.StartAsync(
            scheduler => Node(scheduler, "second", other).AddHandler("work", (job, _) =>
            {
                job.State = job.State.Set("n", 500);
                return default;
            }),
            paused: true);
        using var success = second.Scheduler.Events.Subscribe<RunSucceeded>(_ => taken.Set());
        using var loss = first.Scheduler.Events.Subscribe<RunAbandoned>(_ => told.Set());

        await first.Scheduler.AddJobAsync(new JobDefinition("work", "work", Trigger.At(DateTimeOffset.UtcNow)) { State = JobState.Parse("""{"n":1}""") });
        await working.WaitAsync();
        lost.Cut(true);
        await second.Scheduler.ResumeAsync();
        broken.Expect(await taken.HappensAsync(), "the other node did not take the job over");
        broken.Expect(await cancelled.HappensAsync(), "the first run's token did not fire");
        lost.Cut(false);
        back.Set();
        await ended.WaitAsync();
        broken.Expect(await told.HappensAsync(), "the first run was not reported as abandoned");

        var after = await second.Scheduler.GetJobAsync("work");
        broken.Expect(refused, "the first run's checkpoint was not refused");
        broken.Expect("n", 500, after.State.Get("n", 0));
        broken.Expect("the state version", 2, after.StateVersion);
    }

    public override async Task<string> QuartzAsync(QuartzStore store)
    {
        var (working, back, ended, cancelled) = (new Signal(), new Signal(), new Signal(), new Signal());
        await using var first = await QuartzHouse.StartAsync(store);
        ScriptedJob.Script("work", async (run, cancellationToken) =>
        {
            await using var registration = cancellationToken.Register(cancelled.Set);
            working.Set();
            await back.WaitAsync();
            run.JobDetail.JobDataMap["n"] = 2;
            ended.Set();
        });
        await first.Scheduler.AddJob(QuartzHouse.Job("work", ("n", 1)), AddJobOptions.Replacing);
        await first.Scheduler.TriggerJob(new JobKey("work"), null);
        await working.WaitAsync();

        await using var second = await QuartzHouse.OpenAsync(first.File);
        var rows = SqliteFiles.Scalar(first.File!, "DELETE FROM QRTZ_FIRED_TRIGGERS; SELECT changes()");
        await second.Scheduler.AddJob(QuartzHouse.Job("work", ("n", 500)), AddJobOptions.Replacing);
        back.Set();
        await ended.WaitAsync();
        var n = 500L;
        for (var look = 0; look < 200 && n == 500; look++)
        {
            await Task.Delay(5);
            n = await second.NumberAsync("work", "n");
        }

        return $"{(n == 500 ? "the newer state stands" : "the zombie overwrote the newer state without an error")}: n = {n}; its token was {(cancelled.Happened ? string.Empty : "not ")}cancelled ({rows} fired row removed)";
    }

    private static SchedulerBuilder Node(SchedulerBuilder scheduler, string name, StoreView view) => scheduler.UseStore(_ => view).Configure(options =>
    {
        options.NodeName = name;
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(50);
        options.LeaseDuration = TimeSpan.FromMilliseconds(250);
    });
}
