namespace StatefulScheduler.Testing;

// Time, and nodes that are lost: E6, E9, E10.
internal static class TimeTorture
{
    private static readonly TimeSpan Minute = TortureGround.Minute;

    public static async Task LostLeaseAsync(TortureGround ground)
    {
        var (wasCancelled, refusals) = (false, 0);
        await using var harness = await ground.StartAsync(scheduler => scheduler.AddJob("job", Trigger.Every(60 * Minute), new Tally(0), async (job, cancellationToken) =>
        {
            for (var i = 0; i < 2; i++)
            {
                await Task.Delay(5 * Minute, job.Time, CancellationToken.None).ConfigureAwait(false); // Deaf on purpose.
                wasCancelled = cancellationToken.IsCancellationRequested;
                try
                {
                    await job.SaveStateAsync(new Tally(-1), CancellationToken.None).ConfigureAwait(false);
                }
                catch (StaleRunException)
                {
                    refusals++;
                }
            }

            return new Tally(-2);
        })).ConfigureAwait(false);
        await harness.AdvanceAsync(60 * Minute).ConfigureAwait(false);
        var first = (await harness.Scheduler.GetJobAsync("job").ConfigureAwait(false)).RunningCount;
        ground.Same(1, first, "the number of runs in flight");

        // The first scheduler no longer reaches the store with its heartbeats, and claims nothing; the second takes the job when the lease has ended,
        // and is at work when the first tries to write for the first time.
        await harness.Scheduler.PauseAsync(ground.CancellationToken).ConfigureAwait(false);
        harness.Faults.FailNext(StoreVerb.Renew, 1000);
        var second = await harness.AddNodeAsync("second", scheduler => scheduler.AddJson(TortureJson.Default).AddHandler<Tally>("job", async (job, cancellationToken) =>
        {
            await Task.Delay(6 * Minute, job.Time, cancellationToken).ConfigureAwait(false);
            return new Tally(7);
        }), new StoreFaults(), ground.CancellationToken).ConfigureAwait(false);
        await harness.AdvanceAsync(6 * Minute + TimeSpan.FromSeconds(40)).ConfigureAwait(false); // The lease and the second run: not so long as until the first, deaf, run is closed.
        var newer = await second.GetJobAsync("job").ConfigureAwait(false);
        ground.Same((7, 2L), (newer.State.As<Tally>().N, newer.StateVersion), "n and its version, once the second run has finished,");
        await harness.AdvanceAsync(10 * Minute).ConfigureAwait(false);

        var job = await second.GetJobAsync("job").ConfigureAwait(false);
        ground.Must(wasCancelled, "the token of the first run was not cancelled.");
        ground.Same(2, refusals, "the number of refused checkpoints of the first run, one while the second was at work and one after it,");
        ground.Same((7, newer.StateVersion), (job.State.As<Tally>().N, job.StateVersion), "the state and its version after the first run has finished");
        ground.Same(1, harness.Runs("job").Count, "the number of runs that were committed");
    }

    public static async Task SixtyMinutesTwiceAsync(TortureGround ground)
    {
        var first = await HourAsync(ground).ConfigureAwait(false);
        var second = await HourAsync(ground).ConfigureAwait(false);

        ground.Same(first.Count, second.Count, "the number of things that happened the second time");
        for (var i = 0; i < first.Count; i++)
            ground.Same(first[i], second[i], $"what happened as number {i + 1}, the second time,");
    }

    public static async Task CrashAfterCheckpointAsync(TortureGround ground)
    {
        var found = new List<int>();
        await using var harness = await ground.StartAsync(scheduler => scheduler.AddJob("job", Trigger.Every(60 * Minute), new Tally(0), async (job, cancellationToken) =>
        {
            found.Add(job.State.N);
            for (var n = job.State.N + 1; n <= 3; n++)
            {
                await job.SaveStateAsync(new Tally(n), cancellationToken).ConfigureAwait(false);
                await Task.Delay(Minute, job.Time, cancellationToken).ConfigureAwait(false);
            }

            return new Tally(4);
        })).ConfigureAwait(false);

        await harness.AdvanceAsync(61 * Minute).ConfigureAwait(false); // In the middle of the second step.
        await harness.CrashAsync().ConfigureAwait(false);
        await harness.RestartAsync(ground.CancellationToken).ConfigureAwait(false);
        await harness.AdvanceAsync(10 * Minute).ConfigureAwait(false);

        ground.Same("0, 2", string.Join(", ", found), "what the runs found");
        ground.Same("1:0, 2:1, 3:2, 4:3, 5:4", string.Join(", ", harness.States("job").Select(state => $"{state.Version}:{state.State.As<Tally>().N}")), "the versions and their states");
        var job = await harness.Scheduler.GetJobAsync("job").ConfigureAwait(false);
        ground.Same((4, 5L), (job.State.As<Tally>().N, job.StateVersion), "the state and its version");
        ground.Same(harness.Time.GetUtcNow().AddMinutes(49), job.NextFireAt, "the next fire");
    }

    private static async Task<List<string>> HourAsync(TortureGround ground)
    {
        await using var harness = await ground.StartAsync(scheduler => scheduler
            .AddJob("count", Trigger.Every(Minute), new Tally(0), (job, _) => new(job.State with { N = job.State.N + 1 }))
            .AddJob("waits", Trigger.Every(Minute), new Tally(0), async (job, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(7), job.Time, cancellationToken).ConfigureAwait(false);
                return job.State with { N = job.State.N + 1 };
            })
            .AddJob("fails", Trigger.Every(7 * Minute), (_, _) => throw new InvalidOperationException("as planned"), new() { OnFailure = FailurePolicy.Retry(3) })).ConfigureAwait(false);
        var start = harness.Time.GetUtcNow();

        await harness.AdvanceAsync(60 * Minute).ConfigureAwait(false);

        var runs = harness.Runs("count");
        ground.Same(60, runs.Count, "the number of runs");
        for (var i = 0; i < runs.Count; i++)
            ground.Same((start + (i + 1) * Minute, RunOutcome.Succeeded), (runs[i].ScheduledAt, runs[i].Outcome), $"run {i + 1}");
        ground.Same(60, (await harness.Scheduler.GetJobAsync("count").ConfigureAwait(false)).State.As<Tally>().N, "n");

        return
        [
            .. ((IEnumerable<string>)["count", "waits", "fails"]).SelectMany(harness.Runs).Select(run => $"{run.Id} {run.ScheduledAt:O} {run.StartedAt:O} {run.EndedAt:O} {run.Attempt} {run.Outcome}"),
            .. harness.Events<SchedulerEvent>().Select(told => $"{told.Sequence} {told.At:O} {told.GetType().Name} {(told as JobEvent)?.Job.Id} {(told as JobEvent)?.Job.State} {(told as RunEvent)?.Run.Id}"),
        ];
    }
}
