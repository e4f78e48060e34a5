using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Schedulers;

// Our side of the saturated work: added while the scheduler is paused, so that all jobs begin together.
internal static class OurGrid
{
    public const int Jobs = 1000;

    public static async Task<Ours> StartAsync(Action<SchedulerBuilder> useStore, bool stateful, JobOptions job)
    {
        var ours = await OpenAsync(useStore);
        var trigger = Trigger.Every(TimeSpan.FromMilliseconds(1), DateTimeOffset.UtcNow.AddHours(-1));
        var options = job with { Coalesce = CoalesceMode.All, WhenFull = WhenFull.Queue };
        for (var i = 0; i < Jobs; i++)
            await ours.Scheduler.AddJobAsync(new JobDefinition(Id(i), stateful ? "count" : "tick", trigger) { State = stateful ? Progress.First : null, Options = options });
        return ours;
    }

    // Paused, for jobs that may be there already.
    public static Task<Ours> OpenAsync(Action<SchedulerBuilder> useStore) => Ours.StartAsync(
        scheduler =>
        {
            useStore(scheduler);
            scheduler.AddHandler("tick", Tick);
            scheduler.AddHandler<Progress>("count", Count);
        },
        paused: true);

    public static string Id(int i) => $"job-{i:0000}";

    private static ValueTask Tick(JobContext job, CancellationToken cancellationToken)
    {
        FiringCounter.Count();
        return default;
    }

    private static ValueTask<Progress> Count(JobContext<Progress> job, CancellationToken cancellationToken)
    {
        FiringCounter.Count();
        var state = job.State;
        return new(state with { Count = state.Count + 1 });
    }
}
