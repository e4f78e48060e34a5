namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// What the trace has said so far.
internal sealed class TraceBook
{
    private readonly Dictionary<string, TraceJob> jobs = [];

    // In the order in which a call without a store looks through them.
    public List<string> Stores { get; } = [];

    public HashSet<string> RemovedExecutors { get; } = [];

    public Stack<IDisposable> Listeners { get; } = new();

    public string State { get; set; } = "stopped";

    public bool HasStarted { get; set; }

    public IReadOnlyList<TraceEntry> Jobs { get; set; } = [];

    public IEnumerable<TraceJob> All => jobs.Values;

    public bool IsStopped => State == "stopped";

    public TraceJob? Find(string id) => jobs.GetValueOrDefault(id);

    public TraceJob Of(string id) => jobs.TryGetValue(id, out var job) ? job : jobs[id] = new TraceJob(id);

    public TraceJob Begin(string id) => jobs[id] = new TraceJob(id);
}
