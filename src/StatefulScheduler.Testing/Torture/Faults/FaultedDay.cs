using System.Collections.Concurrent;

namespace StatefulScheduler.Testing;

// What the torture list does, all of it beside each other for 35 minutes of virtual time, while one call of the store meets a fault. Notes what the jobs'
// code and the operator were told; FaultedDayTruth says what must hold of it.
internal sealed class FaultedDay
{
    // The last occurrence that counts; then a lease is waited for, and a little longer.
    public const int Minutes = 34;

    // The jobs that are there all day.
    public static readonly string[] Ids = ["tick", "idle", "slow", "saves", "fails", "once", "wish"];

    private static readonly TimeSpan Minute = TortureGround.Minute;
    private readonly ConcurrentDictionary<(string Job, DateTimeOffset ScheduledAt, int Attempt), int> executions = new();

    public IReadOnlyDictionary<(string Job, DateTimeOffset ScheduledAt, int Attempt), int> Executions => executions;

    // Commands that were answered, by what they do.
    public ConcurrentDictionary<string, int> Done { get; } = new();

    // Commands that met the fault.
    public ConcurrentQueue<string> Failed { get; } = new();

    public required SchedulerHarness Harness { get; init; }

    public static async Task<FaultedDay> LiveAsync(TortureGround ground, Action<StoreFaults> plan)
    {
        FaultedDay? day = null;
        var harness = await ground.StartAsync(scheduler => Jobs(scheduler, () => day!)).ConfigureAwait(false);
        day = new() { Harness = harness };
        plan(harness.Faults);
        try
        {
            await day.LiveAsync().ConfigureAwait(false);
            return day;
        }
        catch
        {
            await harness.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task LiveAsync()
    {
        for (var minute = 0; minute < Minutes; minute++)
        {
            await Harness.AdvanceAsync(Minute / 2).ConfigureAwait(false);
            await OperateAsync(minute).ConfigureAwait(false);
            await Harness.AdvanceAsync(Minute / 2).ConfigureAwait(false);
        }

        await Harness.AdvanceAsync(0.75 * Minute).ConfigureAwait(false);
    }

    private static void Jobs(SchedulerBuilder scheduler, Func<FaultedDay> day) => scheduler
        .AddJob("tick", Trigger.Every(Minute), (job, _) => Add(job, day))
        .AddJob("idle", Trigger.Every(600 * Minute), (job, _) => Add(job, day))
        .AddJob("slow", Trigger.Every(5 * Minute), async (job, cancellationToken) =>
        {
            await Add(job, day).ConfigureAwait(false);
            await Task.Delay(1.5 * Minute, job.Time, cancellationToken).ConfigureAwait(false);
        })
        .AddJob("saves", Trigger.Every(6 * Minute), async (job, cancellationToken) =>
        {
            day().Note(job);
            for (var update = 0; update < 2; update++)
            {
                await day().CommandAsync("save", async () => await job.UpdateStateAsync(Plus("n"), cancellationToken).ConfigureAwait(false), rethrows: true).ConfigureAwait(false);
                await Task.Delay(Minute / 5, job.Time, cancellationToken).ConfigureAwait(false);
            }
        })
        .AddJob("fails", Trigger.Every(7 * Minute), (job, _) =>
        {
            var added = Add(job, day);
            return job.Attempt < 2 ? throw new InvalidOperationException("as planned") : added;
        }, new() { OnFailure = FailurePolicy.Retry(3) })
        .AddJob("once", Trigger.At(new HarnessOptions().Start + (3 * Minute)), (job, _) =>
        {
            var added = Add(job, day);
            return job.State.ContainsKey("error") ? added : throw new InvalidOperationException("as planned");
        }, new() { OnFailure = FailurePolicy.Pause(new() { ["error"] = true }), KeepFinished = TimeSpan.FromDays(1) })
        .AddJob("wish", Trigger.Every(4 * Minute), (job, _) =>
        {
            job.Change.Pause().Reason("enough");
            return Add(job, day);
        })
        .AddHandler("extra", (job, _) => Add(job, day));

    private async Task OperateAsync(int minute)
    {
        var jobs = Harness.Scheduler;
        await CommandAsync("idle n", async () => await jobs.UpdateStateAsync("idle", Plus("n")).ConfigureAwait(false)).ConfigureAwait(false);
        await CommandAsync("read", async () => await jobs.QueryJobsAsync(new() { State = [new("n", StateComparison.AtLeast, 0)] }).ConfigureAwait(false)).ConfigureAwait(false);
        if (minute % 5 == 0)
            await CommandAsync("slow op", async () => await jobs.UpdateStateAsync("slow", Plus("op")).ConfigureAwait(false)).ConfigureAwait(false); // Half a minute into its run.
        if (minute % 3 == 1)
            await CommandAsync("idle run", async () => await jobs.RunJobNowAsync("idle").ConfigureAwait(false)).ConfigureAwait(false);
        if (minute % 6 == 3) // Not beside a run by hand, which a pause takes back.
            await CommandAsync("idle pause", async () => await jobs.PauseJobAsync("idle", Plus("paused")).ConfigureAwait(false)).ConfigureAwait(false);
        if (minute % 6 == 5)
            await CommandAsync("idle resume", async () => await jobs.ResumeJobAsync("idle", Plus("resumed")).ConfigureAwait(false)).ConfigureAwait(false);
        if (minute is >= 8 and < 11 && !Done.ContainsKey("once resume"))
            await CommandAsync("once resume", async () => await jobs.ResumeJobAsync("once").ConfigureAwait(false)).ConfigureAwait(false);
        if (minute == 12)
            await CommandAsync("add", async () => await jobs.AddJobAsync(new("extra", "extra", Trigger.Every(Minute))).ConfigureAwait(false)).ConfigureAwait(false);
        if (minute == 18)
            await CommandAsync("remove", async () => await jobs.RemoveJobAsync("extra").ConfigureAwait(false)).ConfigureAwait(false);
        if (minute == 23)
            await RestartAsync().ConfigureAwait(false);
    }

    // A start that met the fault is tried again, as a host would.
    private async Task RestartAsync()
    {
        await CommandAsync("restart", async () => await Harness.RestartAsync().ConfigureAwait(false)).ConfigureAwait(false);
        if (!Done.ContainsKey("restart"))
            await CommandAsync("restart", async () => await Harness.RestartAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task CommandAsync(string what, Func<Task> command, bool rethrows = false)
    {
        try
        {
            await command().ConfigureAwait(false);
            Done.AddOrUpdate(what, 1, (_, times) => times + 1);
        }
        catch (StoreUnavailableException)
        {
            Failed.Enqueue(what);
            if (rethrows)
                throw;
        }
    }

    private static ValueTask Add(JobContext job, Func<FaultedDay> day)
    {
        day().Note(job);
        job.State = Plus("n")(job.State);
        return ValueTask.CompletedTask;
    }

    private void Note(JobContext job) => executions.AddOrUpdate((job.Job.Id, job.ScheduledAt, job.Attempt), 1, (_, times) => times + 1);

    private static Func<JobState, JobState> Plus(string member) => state => state.Update(member, (int n) => n + 1, 0);
}
