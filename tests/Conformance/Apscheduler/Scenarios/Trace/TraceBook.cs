namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// What the trace has said so far.
internal sealed class TraceBook
{
    private readonly Dictionary<string, TraceJob> jobs = [];

    // In the order in which a call without a store looks through them.
    public List<string> Stores { get; } = [];

    // Those that the trace has not yet, or no more; ours has every one all the time.
    public HashSet<string> AbsentExecutors { get; init; } = [];

    public Stack<IDisposable> Listeners { get; } = new();

    public string State { get; set; } = "stopped";

    public bool HasStarted { get; set; }

    public IReadOnlyList<TraceEntry> Jobs { get; set; } = [];

    public IEnumerable<TraceJob> All => jobs.Values;

    public bool IsStopped => State == "stopped";

    public TraceJob? Find(string id) => jobs.GetValueOrDefault(id);

    public TraceJob Of(string id) => jobs.TryGetValue(id, out var job) ? job : jobs[id] = new TraceJob(id);

    // A job of an id that another has had; runs of that one may still be held.
    public TraceJob Begin(string id)
    {
        var job = new TraceJob(id);
        foreach (var submission in Find(id)?.Held ?? [])
            job.Held.Enqueue(submission);
        job.Move();
        return jobs[id] = job;
    }

    // The next run that the trace listed after the step before.
    public DateTimeOffset? LastNextOf(string id) => Jobs.FirstOrDefault(entry => entry.Id == Scenario.PlainId(id))?.Next;
}
