namespace StatefulScheduler.Testing;

// Runs that fail: E2, E11.
internal static class FailureTorture
{
    private static readonly TimeSpan Minute = TortureGround.Minute;

    public static async Task ChangedThenThrownAsync(TortureGround ground)
    {
        await using var harness = await ground.StartAsync(scheduler => scheduler
            .AddHandler("plain", (job, _) =>
            {
                job.State = job.State.Set("n", 99).Set("more", true);
                throw new InvalidOperationException("as planned");
            })
            .AddJob(new JobDefinition("plain", "plain", Trigger.Every(Minute)) { State = new JobState { ["n"] = 1 } })
            .AddJob(new JobDefinition("policy", "plain", Trigger.Every(Minute)) { State = new JobState { ["n"] = 1 }, Options = new() { OnFailure = FailurePolicy.Continue(new() { ["error"] = "yes" }) } })
            .AddJob("typed", Trigger.Every(Minute), new Loose { N = 1, Items = ["one"] }, async (job, cancellationToken) =>
            {
                job.State.N = 99;
                job.State.Items.Clear();
                await Task.Delay(TimeSpan.FromSeconds(1), job.Time, cancellationToken).ConfigureAwait(false);
                throw new InvalidOperationException("as planned");
            })).ConfigureAwait(false);

        await harness.AdvanceAsync(2 * Minute + TimeSpan.FromSeconds(1)).ConfigureAwait(false);

        await IsAsync(ground, harness, "plain", """{"n":1}""", 1).ConfigureAwait(false);
        await IsAsync(ground, harness, "policy", """{"n":1,"error":"yes"}""", 2).ConfigureAwait(false);
        await IsAsync(ground, harness, "typed", """{"n":1,"items":["one"]}""", 1).ConfigureAwait(false);
        ground.Same(6, harness.Events<RunFailed>().Count, "the number of failed runs");
    }

    public static async Task FailedOneShotAsync(TortureGround ground)
    {
        var fails = true;
        await using var harness = await ground.StartAsync(scheduler => scheduler
            .AddHandler("once", (job, _) =>
            {
                job.State = job.State.Set("state", "ok");
                return fails ? throw new InvalidOperationException("the vendor is out") : ValueTask.CompletedTask;
            })
            .AddJob(new JobDefinition("once", "once", Trigger.At(new HarnessOptions().Start + Minute))
            {
                State = new JobState { ["state"] = "pending" },
                Options = new() { OnFailure = FailurePolicy.Pause(new() { ["state"] = "error" }) },
            })).ConfigureAwait(false);

        await harness.AdvanceAsync(10 * Minute).ConfigureAwait(false);
        var job = await harness.Scheduler.FindJobAsync("once").ConfigureAwait(false);
        ground.Must(job is not null, "the job is gone.");
        ground.Same(JobStatus.Paused, job!.Status, "the status");
        ground.Same("""{"state":"error"}""", job.State.ToString(), "the state");
        ground.Same("the vendor is out", job.Pause?.Reason, "the reason of the pause");
        ground.Same(1, harness.Runs("once").Count, "the number of runs");

        fails = false;
        await harness.Scheduler.ResumeJobAsync("once").ConfigureAwait(false);
        await harness.AdvanceAsync(Minute).ConfigureAwait(false);
        job = await harness.Scheduler.GetJobAsync("once").ConfigureAwait(false);
        ground.Same(2, harness.Runs("once").Count, "the number of runs after the resume");
        ground.Same(JobStatus.Completed, job.Status, "the status after the resume");
        ground.Same("""{"state":"ok"}""", job.State.ToString(), "the state after the resume");
    }

    private static async Task IsAsync(TortureGround ground, SchedulerHarness harness, string id, string state, long version)
    {
        var job = await harness.Scheduler.GetJobAsync(id).ConfigureAwait(false);
        ground.Same(state, job.State.ToString(), $"the state of '{id}'");
        ground.Same(version, job.StateVersion, $"the version of the state of '{id}'");
    }
}
