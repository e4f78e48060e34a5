using StatefulScheduler.Testing;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// A run of one minute and an operator who writes in its middle: both set the phase, and each a member of their own.
internal static class ConflictingJob
{
    public static async Task<SchedulerHarness> EndedAsync(StateConflictPolicy policy, Func<JobContext, JobState, ValueTask> write)
    {
        var harness = await HarnessAsync(scheduler => scheduler.AddHandler("job", async (job, cancellationToken) =>
        {
            await Task.Delay(Minute, job.Time, cancellationToken);
            await write(job, job.State.Set("phase", "run").Set("mine", 1));
        }));
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Now)
        {
            State = new JobState { ["phase"] = "new" },
            Options = new() { OnStateConflict = policy },
        });
        await harness.AdvanceAsync(30 * Second);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("phase", "operator").Set("theirs", 2));
        await harness.AdvanceAsync(2 * Minute);
        return harness;
    }

    // What gave way to what, for each member: told once.
    public static string Rejected(this SchedulerHarness harness) => string.Join(
        " ",
        Assert.Single(harness.Events<StateConflicted>()).Rejected.Select(difference => $"{difference.Path}: {Text(difference.Before)} gives way to {Text(difference.After)};"));

    public static async Task<string> PhaseAsync(this SchedulerHarness harness)
    {
        var state = (await harness.Job()).State;
        return $"{state.Get<string>("phase")} mine={state.Get("mine", 0)} theirs={state.Get("theirs", 0)}";
    }

    private static string Text(JobValue value) => value.Kind == System.Text.Json.JsonValueKind.Undefined ? "nothing" : value.ToString();
}
