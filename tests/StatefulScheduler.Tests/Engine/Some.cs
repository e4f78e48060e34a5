using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Engine;

// What most tests of the engine begin with.
internal static class Some
{
    public static readonly DateTimeOffset Start = new HarnessOptions().Start;

    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static ValueTask<SchedulerHarness> HarnessAsync(Action<SchedulerBuilder> configure) => SchedulerHarness.StartAsync(configure);

    // One job, called "job".
    public static ValueTask<SchedulerHarness> JobAsync(Trigger trigger, Func<JobContext, CancellationToken, ValueTask> run, JobOptions? options = null, Action<HandlerBuilder>? handler = null) =>
        HarnessAsync(scheduler => scheduler.AddJob("job", trigger, run, options, handler));

    public static Func<JobContext, CancellationToken, ValueTask> Nothing => (_, _) => ValueTask.CompletedTask;

    public static Func<JobContext, CancellationToken, ValueTask> Failing => (_, _) => throw new InvalidOperationException("as planned");

    public static Func<JobContext, CancellationToken, ValueTask> Counting => (job, _) =>
    {
        job.State = job.State.Update("n", n => n + 1, 0);
        return ValueTask.CompletedTask;
    };

    public static Func<JobContext, CancellationToken, ValueTask> Taking(TimeSpan time) =>
        async (job, cancellationToken) => await Task.Delay(time, job.Time, cancellationToken);

    public static ValueTask<ScheduledJob> Job(this SchedulerHarness harness, string id = "job") => harness.Scheduler.GetJobAsync(id);

    // When the runs' occurrences were, in minutes since the start.
    public static string Scheduled(this SchedulerHarness harness, string id = "job") => string.Join(" ", harness.Runs(id).Select(run => Minutes(run.ScheduledAt)));

    public static string Started(this SchedulerHarness harness, string id = "job") => string.Join(" ", harness.Runs(id).Select(run => Minutes(run.StartedAt!.Value)));

    public static string Outcomes(this SchedulerHarness harness, string id = "job") => string.Join(" ", harness.Runs(id).Select(run => run.Outcome));

    public static string Told(this SchedulerHarness harness) => string.Join(" ", harness.Events<SchedulerEvent>().Select(told => told.GetType().Name));

    private static string Minutes(DateTimeOffset time) => (time - Start).TotalMinutes.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
