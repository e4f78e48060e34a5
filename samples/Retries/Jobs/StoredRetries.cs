using Retries.Stage;
using StatefulScheduler;
using StatefulScheduler.Retries;
using StatefulScheduler.Testing;

namespace Retries.Jobs;

// A job that fails, waits in the store, and goes on in the next process where it stood. In virtual time: an hour takes a moment.
internal static class StoredRetries
{
    // <rule>
    private static readonly RetryPolicy Rule = new(new()
    {
        RetryIf = RetryIf.Exception<IOException>(),
        Wait = Wait.RandomExponential(TimeSpan.FromMinutes(10), min: TimeSpan.FromMinutes(1)),
        MaxAttempts = 4,
    });

    private static void Declare(SchedulerBuilder scheduler) => scheduler
        .Configure(options => options.MaxConcurrentRuns = 1) // One worker for everything.
        .AddJob("import", Trigger.Now, Import, new() { OnFailure = FailurePolicy.Pause(set: new() { ["phase"] = "error" }) }, handler => handler.RetryWith(Rule))
        .AddJob("tick", Trigger.Every(TimeSpan.FromMinutes(1)), (_, _) => ValueTask.CompletedTask);
    // </rule>

    public static async Task PlayAsync()
    {
        // <job>
        await using var harness = await SchedulerHarness.StartAsync(Declare);
        var first = await StoredAsync(harness);
        await harness.AdvanceToAsync(first.NextAttemptAt);
        await StoredAsync(harness);

        await harness.CrashAsync(); // As a power cut.
        await harness.RestartAsync();
        var second = await StoredAsync(harness);
        await harness.AdvanceToAsync(second.NextAttemptAt);
        var third = await StoredAsync(harness);
        await harness.AdvanceToAsync(third.NextAttemptAt);

        var job = await harness.Scheduler.GetJobAsync("import");
        Console.WriteLine($"{job.Status}, state {job.State}, because: {job.Pause?.Reason}");
        Console.WriteLine($"meanwhile the one worker ran tick {harness.Runs("tick").Count} times");
        // </job>
        CheckSequence(harness, first.FirstAttemptAt);
        Check.That(job.Status == JobStatus.Paused && job.State.Get<string>("phase") == "error", "What the policy says follows the last attempt.");
    }

    private static ValueTask Import(JobContext job, CancellationToken cancellationToken) => throw new IOException($"attempt {job.Attempt}: the share is away");

    private static async Task<JobRetry> StoredAsync(SchedulerHarness harness)
    {
        var retry = (await harness.Scheduler.GetJobAsync("import")).Retry!;
        Console.WriteLine($"stored: {retry.Attempt} made, the first at {retry.FirstAttemptAt:HH:mm:ss}, the next at {retry.NextAttemptAt:HH:mm:ss}");
        return retry;
    }

    // The same as if one process had made all attempts.
    private static void CheckSequence(SchedulerHarness harness, DateTimeOffset firstAttemptAt)
    {
        var expected = new List<DateTimeOffset> { firstAttemptAt };
        var decision = Rule.Decide(RetryProgress.Start(firstAttemptAt, "import"), new IOException(), firstAttemptAt);
        while (decision.Retry)
        {
            expected.Add(decision.Next.NextAttemptAt!.Value);
            decision = Rule.Decide(decision.Next, new IOException(), expected[^1]);
        }

        Check.Same(expected, harness.Events<RunFailed>().Select(failed => failed.Run.StartedAt!.Value), "The attempts of the job");
    }
}
