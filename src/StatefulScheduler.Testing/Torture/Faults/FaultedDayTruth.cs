namespace StatefulScheduler.Testing;

// What must hold of a day whatever call failed. isStored: what the command that heard of the fault asked for has been done.
internal sealed class FaultedDayTruth(FaultedDay day, bool isStored)
{
    private readonly List<string> broken = [];

    // What does not hold, as sentences.
    public async Task<IReadOnlyList<string>> BrokenAsync()
    {
        Same(1, Math.Max(1, day.Failed.Count), $"the number of commands that heard of one fault ({string.Join(", ", day.Failed)})");
        foreach (var id in FaultedDay.Ids)
            await JobAsync(id).ConfigureAwait(false);
        Same(Times("remove") == 0 && Times("add") == 1, await day.Harness.Scheduler.FindJobAsync("extra").ConfigureAwait(false) is not null, "whether the job is there that was added and removed");
        foreach (var ((id, scheduledAt, attempt), times) in day.Executions)
            Same(1, times, $"how often '{id}' ran for {scheduledAt:T}, attempt {attempt}");
        return broken;
    }

    private async Task JobAsync(string id)
    {
        var job = await day.Harness.Scheduler.GetJobAsync(id).ConfigureAwait(false);
        foreach (var (member, expected) in Counts(id))
            Same(expected, job.State.Get(member, 0), $"{member} of '{id}'");
        Same(StatusOf(id) ?? job.Status, job.Status, $"the status of '{id}'");
        Same((0, 0), (job.RunningCount, job.Pending.Count), $"how many runs of '{id}' are open, and how many wait");
        if (id == "wish")
            Same("enough", job.Pause?.Reason, $"why '{id}' is paused");
        Runs(id);
        Versions(id);
    }

    private IEnumerable<(string Member, int Expected)> Counts(string id) => id switch
    {
        "tick" => [("n", FaultedDay.Minutes)],
        "slow" => [("n", 6), ("op", Times("slow op"))],
        "saves" => [("n", Times("save"))],
        "fails" => [("n", 4)],
        "idle" => [("n", Times("idle n") + Times("idle run")), ("paused", Times("idle pause")), ("resumed", Times("idle resume"))],
        _ => [("n", 1)],
    };

    private static JobStatus? StatusOf(string id) => id switch
    {
        "once" => JobStatus.Completed,
        "wish" => JobStatus.Paused,
        "idle" => null, // As the operator left it.
        _ => JobStatus.Active,
    };

    // A run whose checkpoint met the fault has failed; it is the only one that was not planned.
    private void Runs(string id)
    {
        var runs = day.Harness.Runs(id);
        Same(runs.Count, runs.DistinctBy(run => run.Fence).Count(), $"how many fences of '{id}' were ended");
        Same(runs.Count, runs.DistinctBy(run => (run.ScheduledAt, run.Attempt)).Count(), $"how many attempts of '{id}' were ended");
        Same(day.Executions.Keys.Count(key => key.Job == id), runs.Count, $"how many runs of '{id}' were ended, against those that ran");
        Same(
            runs.Count(run => run.Outcome == RunOutcome.Succeeded),
            day.Harness.Events<RunSucceeded>().Count(told => told.Job.Id == id),
            $"how many runs of '{id}' were told of, against those that succeeded");
        if (id == "idle")
            Same(Times("idle run"), runs.Count, "how many runs by hand were ended");
        if (id is "tick" or "slow" or "saves" or "idle")
            Same(id == "saves" && day.Failed.Contains("save") ? 1 : 0, runs.Count(run => run.Outcome != RunOutcome.Succeeded), $"how many runs of '{id}' have failed");
    }

    private void Versions(string id)
    {
        var versions = day.Harness.States(id).Select(state => state.Version).ToList();
        Same(string.Join(' ', Enumerable.Range(1, versions.Count)), string.Join(' ', versions), $"the versions of the state of '{id}'");
    }

    // How often a command was done.
    private int Times(string what) => day.Done.GetValueOrDefault(what) + (isStored && day.Failed.Contains(what) ? 1 : 0);

    private void Same<T>(T expected, T found, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            broken.Add($"{what} should be {expected}, but is {found}.");
    }
}
