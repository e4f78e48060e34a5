namespace StatefulScheduler.Testing;

// Commands, from outside and from a run: E4, E5, E12.
internal static class CommandTorture
{
    private static readonly TimeSpan Minute = TortureGround.Minute;

    public static async Task TwoOperatorsAsync(TortureGround ground)
    {
        await using var harness = await ground.StartAsync(Idle).ConfigureAwait(false);
        var jobs = harness.Scheduler;
        var seen = await jobs.GetJobAsync("job").ConfigureAwait(false);

        // Both have read the job at the same version; whichever sends its edit first is stored last.
        harness.Faults.Delay(StoreVerb.Commit, TimeSpan.FromSeconds(1));
        var edits = Task.WhenAll(
            jobs.UpdateStateAsync("job", state => state.Set("first", 1)).AsTask(),
            jobs.UpdateStateAsync("job", state => state.Set("second", 2)).AsTask());
        while (!edits.IsCompleted)
            await harness.AdvanceAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        await edits.ConfigureAwait(false);
        var both = await jobs.GetJobAsync("job").ConfigureAwait(false);
        ground.Same(new JobState { ["first"] = 1, ["second"] = 2 }, both.State, "the state");
        ground.Same((seen.Version + 2, seen.StateVersion + 2), (both.Version, both.StateVersion), "the versions");

        await jobs.ModifyJobAsync("job", change => change.State(state => state.Set("first", 10)).ExpectVersion(both.Version)).ConfigureAwait(false);
        var refusal = await ground.RefusedAsync<JobConflictException>(
            () => jobs.ModifyJobAsync("job", change => change.State(state => state.Set("second", 20)).ExpectVersion(both.Version)).AsTask(), "the second edit").ConfigureAwait(false);
        ground.Same((both.Version, both.Version + 1), (refusal.Expected, refusal.Actual), "the expected and the actual version of the refusal");
        var after = await jobs.GetJobAsync("job").ConfigureAwait(false);
        ground.Same(new JobState { ["first"] = 10, ["second"] = 2 }, after.State, "the state after the refusal");
        ground.Same(after.State, refusal.Current.State, "the state that the refusal carries");
    }

    public static async Task OneUpdateEachAsync(TortureGround ground)
    {
        await using var harness = await ground.StartAsync(Idle).ConfigureAwait(false);
        var jobs = harness.Scheduler.ActingAs("ada");

        await EachAsync("pause", () => jobs.PauseJobAsync("job", state => state.Set("step", "paused"), "why pause")).ConfigureAwait(false);
        var paused = await jobs.GetJobAsync("job").ConfigureAwait(false);
        ground.Same(("ada", "why pause"), (paused.Pause?.Actor, paused.Pause?.Reason), "who paused the job, and why,");
        await EachAsync("resume", () => jobs.ResumeJobAsync("job", state => state.Set("step", "resumed"), "why resume")).ConfigureAwait(false);
        await EachAsync("modify", () => jobs.UpdateStateAsync("job", state => state.Set("step", "modified"), "why modify")).ConfigureAwait(false);

        ground.Same("why pause", harness.Events<JobPaused>().Single().Reason, "the reason that was told of the pause");
        ground.Same("why resume", harness.Events<JobResumed>().Single().Reason, "the reason that was told of the resume");
        await KeptAsync(ground, harness).ConfigureAwait(false);

        async Task EachAsync(string what, Func<ValueTask<ScheduledJob>> command)
        {
            var before = await jobs.GetJobAsync("job").ConfigureAwait(false);
            var commits = harness.Commits("job");
            var after = await command().ConfigureAwait(false);
            ground.Same(commits + 1, harness.Commits("job"), $"the number of store updates after the {what}");
            ground.Same((before.Version + 1, before.StateVersion + 1), (after.Version, after.StateVersion), $"the versions after the {what}");
            ground.Same(after, await jobs.GetJobAsync("job").ConfigureAwait(false) with { Plan = after.Plan, State = after.State, Pending = after.Pending, Pause = after.Pause }, $"the job as it is stored after the {what}");
        }
    }

    public static async Task OwnJobAsync(TortureGround ground)
    {
        await using var harness = await ground.StartAsync(scheduler => scheduler
            .AddJob("wish-pause", Trigger.Every(Minute), (job, _) => Wish(job, change => change.Pause().Reason("enough")))
            .AddJob("wish-change", Trigger.Every(Minute), (job, _) => Wish(job, change => change.Trigger(Trigger.Every(60 * Minute)).State(state => state.Set("mine", "wished"))))
            .AddJob("wish-remove", Trigger.Every(Minute), (job, _) => Wish(job, change => change.Remove()))
            .AddJob("command-pause", Trigger.Every(Minute), (job, _) => CommandAsync(job, (jobs, id) => jobs.PauseJobAsync(id, reason: "enough")))
            .AddJob("command-change", Trigger.Every(Minute), (job, _) => CommandAsync(job, (jobs, id) => jobs.ModifyJobAsync(id, change => change.Trigger(Trigger.Every(60 * Minute)).State(state => state.Set("mine", "commanded")))))
            .AddJob("command-remove", Trigger.Every(Minute), async (job, cancellationToken) => await job.Scheduler.RemoveJobAsync(job.Job.Id, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);

        await harness.AdvanceAsync(10 * Minute).ConfigureAwait(false);

        foreach (var how in new[] { "wish", "command" })
        {
            var paused = await harness.Scheduler.GetJobAsync($"{how}-pause").ConfigureAwait(false);
            ground.Same((JobStatus.Paused, "enough"), (paused.Status, paused.Pause?.Reason), $"the status and the reason of '{paused.Id}'");
            ground.Same(1, paused.State.Get("ran", 0), $"the state that the run of '{paused.Id}' left");
            ground.Same(1, harness.Runs(paused.Id).Count, $"the number of runs of '{paused.Id}'");
            var changed = await harness.Scheduler.GetJobAsync($"{how}-change").ConfigureAwait(false);
            ground.Same(Trigger.Every(60 * Minute), changed.Trigger, $"the trigger of '{changed.Id}'");
            ground.Same(how + "ed", changed.State.Get("mine", "nothing"), $"the state that '{changed.Id}' was given");
            ground.Same(1, harness.Runs(changed.Id).Count, $"the number of runs of '{changed.Id}'");
            ground.Same(1, changed.State.Get("ran", 0), $"the state that the run of '{changed.Id}' left");
            ground.Must(await harness.Scheduler.FindJobAsync($"{how}-remove").ConfigureAwait(false) is null, $"'{how}-remove' is there although it removed itself.");
        }
    }

    private static void Idle(SchedulerBuilder scheduler) => scheduler
        .AddJob("job", Trigger.Every(60 * Minute), (_, _) => ValueTask.CompletedTask, new() { StateHistory = StateHistoryPolicy.All(10) });

    private static ValueTask Wish(JobContext job, Action<JobChange> wish)
    {
        job.State = job.State.Update("ran", n => n + 1, 0);
        wish(job.Change);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask CommandAsync(JobContext job, Func<IScheduler, string, ValueTask<ScheduledJob>> command)
    {
        job.State = job.State.Update("ran", n => n + 1, 0);
        await command(job.Scheduler, job.Job.Id).ConfigureAwait(false);
    }

    // The reasons stand in the history too, where the store keeps one.
    private static async Task KeptAsync(TortureGround ground, SchedulerHarness harness)
    {
        try
        {
            var history = await harness.Scheduler.GetStateHistoryAsync("job").ConfigureAwait(false);
            ground.Same("why modify, why resume, why pause", string.Join(", ", history.Items.Take(3).Select(version => version.Reason)), "the reasons in the history");
        }
        catch (NotSupportedException)
        {
            // The store keeps no past, and says so.
        }
    }
}
