using System.Text.Json.Serialization.Metadata;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// What was said to the builder of one scheduler.
internal sealed class SchedulerParts(string name)
{
    public string Name => name;

    public Func<IServiceProvider, IJobStore> CreateStore { get; set; } = static _ => new InMemoryJobStore(new InMemoryStoreOptions());

    public JobOptions JobDefaults { get; set; } = new();

    public Dictionary<string, JobExecutor> Executors { get; } = new(StringComparer.Ordinal);

    public List<IJsonTypeInfoResolver> Json { get; } = [];

    public Dictionary<string, JsonTypeInfo> Triggers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Func<JobJson, IServiceProvider, JobHandler>> Handlers { get; } = new(StringComparer.Ordinal);

    public List<JobDefinition> Declared { get; } = [];

    public List<Action<ISchedulerEvents, IServiceProvider>> Listeners { get; } = [];

    // Whether something will start the scheduler: a host, or a harness.
    public bool HasStarter { get; set; }
}
