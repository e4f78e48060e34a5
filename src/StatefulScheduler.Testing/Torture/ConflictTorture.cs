namespace StatefulScheduler.Testing;

// Runs against operators, and runs against runs: E1, E3, E13, E14.
internal static class ConflictTorture
{
    private static readonly TimeSpan Minute = TortureGround.Minute;

    public static async Task OperatorDuringRunAsync(TortureGround ground)
    {
        await using var harness = await ground.StartAsync(scheduler => scheduler.AddJob("job", Trigger.Every(10 * Minute), async (job, cancellationToken) =>
        {
            job.State = job.State.Set("run", 1).Set("both", "run").Remove("done");
            await Task.Delay(Minute, job.Time, cancellationToken).ConfigureAwait(false);
        })).ConfigureAwait(false);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("both", "nobody").Set("done", false).Set("withdrawn", false)).ConfigureAwait(false);

        await harness.AdvanceAsync(10 * Minute).ConfigureAwait(false);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("operator", 2).Set("both", "operator").Remove("withdrawn")).ConfigureAwait(false);
        await harness.AdvanceAsync(Minute).ConfigureAwait(false);

        var job = await harness.Scheduler.GetJobAsync("job").ConfigureAwait(false);
        ground.Same(new JobState { ["both"] = "operator", ["operator"] = 2, ["run"] = 1 }, job.State, "the state");
        ground.Same(4, job.StateVersion, "the version of the state, after the add, two operators and the run,");
        ground.Same(RunOutcome.Succeeded, job.LastRun?.Outcome, "the outcome of the run");
        Reported(ground, harness, "both", "run", "operator");
    }

    public static async Task OverlappingIncrementsAsync(TortureGround ground)
    {
        await using var harness = await ground.StartAsync(scheduler => scheduler.AddJob("count", Trigger.Never, new Tally(0), async (job, cancellationToken) =>
        {
            await Task.Delay(Minute, job.Time, cancellationToken).ConfigureAwait(false);
            return await job.UpdateStateAsync(tally => tally with { N = tally.N + 1 }, cancellationToken).ConfigureAwait(false);
        }, new() { MaxConcurrentRuns = 5 })).ConfigureAwait(false);
        for (var i = 0; i < 5; i++)
            await harness.Scheduler.RunJobNowAsync("count").ConfigureAwait(false);

        await harness.AdvanceAsync(TimeSpan.Zero).ConfigureAwait(false);
        ground.Same(5, (await harness.Scheduler.GetJobAsync("count").ConfigureAwait(false)).RunningCount, "the number of runs in flight");
        await harness.AdvanceAsync(Minute).ConfigureAwait(false);

        var job = await harness.Scheduler.GetJobAsync("count").ConfigureAwait(false);
        ground.Same(5, job.State.As<Tally>().N, "n");
        ground.Same(6, job.StateVersion, "the version of the state");
        ground.Same(5, harness.Events<RunSucceeded>().Count, "the number of runs that succeeded");
    }

    public static async Task UndeclaredMembersAsync(TortureGround ground)
    {
        var fails = true;
        await using var harness = await ground.StartAsync(scheduler => scheduler.AddJob("job", Trigger.Every(10 * Minute), new Tally(0), async (job, cancellationToken) =>
        {
            await Task.Delay(Minute, job.Time, cancellationToken).ConfigureAwait(false);
            return fails ? throw new InvalidOperationException("as planned") : job.State with { N = job.State.N + 1 };
        }, new() { OnFailure = FailurePolicy.Continue(new() { ["error"] = 1.10m }) })).ConfigureAwait(false);

        await harness.AdvanceAsync(11 * Minute).ConfigureAwait(false);
        ground.Same("1.10", (await harness.Scheduler.GetJobAsync("job").ConfigureAwait(false)).State.TryGetValue("error", out var error) ? error.ToString() : "missing", "what the policy set");
        fails = false;
        await harness.AdvanceAsync(9 * Minute).ConfigureAwait(false);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("note", "in flight")).ConfigureAwait(false);
        await harness.AdvanceAsync(20 * Minute).ConfigureAwait(false);

        var state = (await harness.Scheduler.GetJobAsync("job").ConfigureAwait(false)).State;
        ground.Same("""{"n":2,"error":1.10,"note":"in flight"}""", state.ToString(), "the state, to the byte,");
        ground.Same(0, harness.Events<StateConflicted>().Count, "the number of conflicts reported");
    }

    public static async Task NestedRecordAsync(TortureGround ground)
    {
        var start = JobState.Parse("""{"order":{"price":1,"amount":1}}""");
        await using var harness = await ground.StartAsync(scheduler => scheduler
            .AddHandler("order", async (job, cancellationToken) =>
            {
                job.State = job.State.Set("$.order.amount", 2);
                await Task.Delay(Minute, job.Time, cancellationToken).ConfigureAwait(false);
            })
            .AddJob(new JobDefinition("order", "order", Trigger.Every(10 * Minute)) { State = start })).ConfigureAwait(false);

        await harness.AdvanceAsync(10 * Minute).ConfigureAwait(false);
        await harness.Scheduler.UpdateStateAsync("order", state => state.Set("$.order.price", 3)).ConfigureAwait(false);
        await harness.AdvanceAsync(Minute).ConfigureAwait(false);

        var job = await harness.Scheduler.GetJobAsync("order").ConfigureAwait(false);
        ground.Same("""{"order":{"price":3,"amount":1}}""", job.State.ToString(), "the state");
        Reported(ground, harness, "order", JobValue.Parse("""{"price":1,"amount":2}"""), JobValue.Parse("""{"price":3,"amount":1}"""));
    }

    private static void Reported(TortureGround ground, SchedulerHarness harness, string member, JobValue run, JobValue stored)
    {
        var told = harness.Events<StateConflicted>();
        ground.Same(1, told.Count, "the number of conflicts reported");
        var rejected = told[0].Rejected;
        ground.Same(1, rejected.Count, "the number of members in conflict");
        ground.Must(rejected[0].Path is var path && (path == member || path == "$." + member), $"the conflict is reported at '{rejected[0].Path}' rather than at '{member}'.");
        ground.Same(run, rejected[0].Before, "the run's value as it was reported");
        ground.Same(stored, rejected[0].After, "the stored value as it was reported");
    }
}
