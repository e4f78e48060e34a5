using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StatefulScheduler.Engine;
using StatefulScheduler.Stores;

namespace StatefulScheduler;

// The scheduler: puts the engine together, starts and stops it, and hands commands on.
[SuppressMessage("Reliability", "CA2000", Justification = "The parts live as long as the scheduler, which disposes them.")]
internal sealed class Scheduler : IScheduler, IAsyncDisposable
{
    private readonly SchedulerParts parts;
    private readonly EngineCore core;
    private readonly JobCommands commands;
    private readonly SchedulerLifecycle lifecycle;
    private int disposed;

    public Scheduler(SchedulerParts parts, IServiceProvider services)
    {
        this.parts = parts;
        core = Build(parts, services);
        Dispatcher = new Dispatcher(core);
        commands = new JobCommands(core, Dispatcher);
        lifecycle = new SchedulerLifecycle(core, Dispatcher, new Reconciler(core, parts.Declared));
        core.Store.DueEarlier += Dispatcher.Recruit;
        foreach (var listen in parts.Listeners)
            listen(core.Events, services);
    }

    public string Name => parts.Name;

    public SchedulerStatus Status => lifecycle.Status;

    public ISchedulerEvents Events => core.Events;

    internal Dispatcher Dispatcher { get; }

    internal EngineCore Core => core;

    public IJobControl ActingAs(string actor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        return new ActingScheduler(this, actor);
    }

    public ValueTask StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) == 1, typeof(IScheduler));
        return lifecycle.StartAsync(cancellationToken);
    }

    public ValueTask PauseAsync(CancellationToken cancellationToken = default) => lifecycle.PauseAsync();

    public ValueTask ResumeAsync(CancellationToken cancellationToken = default) => lifecycle.ResumeAsync();

    public ValueTask StopAsync(CancellationToken cancellationToken = default) => lifecycle.StopAsync(cancellationToken);

    public SchedulerHealth GetHealth() => lifecycle.GetHealth();

    public ValueTask<ScheduledJob> AddJobAsync(JobDefinition job, CancellationToken cancellationToken = default) => AddJobAsync(job, null, cancellationToken);

    public ValueTask<ScheduledJob?> FindJobAsync(string id, CancellationToken cancellationToken = default) => Open().FindAsync(id, cancellationToken);

    public ValueTask<ScheduledJob> GetJobAsync(string id, CancellationToken cancellationToken = default) => Open().GetAsync(id, cancellationToken);

    public ValueTask<ScheduledJob> ModifyJobAsync(string id, Action<JobChange> change, CancellationToken cancellationToken = default) =>
        ModifyJobAsync(id, change, null, cancellationToken);

    public ValueTask<bool> RemoveJobAsync(string id, CancellationToken cancellationToken = default) => RemoveJobAsync(id, null, cancellationToken);

    public ValueTask<JobPage<ScheduledJob>> QueryJobsAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        JobCommands.CheckPage(query.PageSize);
        Open();
        return core.Store.QueryAsync(query, cancellationToken);
    }

    public ValueTask<long> CountJobsAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        Open();
        return core.Store.CountAsync(query, cancellationToken);
    }

    public ValueTask<JobRun> RunJobNowAsync(string id, CancellationToken cancellationToken = default) => RunJobNowAsync(id, null, cancellationToken);

    public ValueTask<JobRun> WaitForRunAsync(JobRun run, CancellationToken cancellationToken = default) => Open().WaitAsync(run, cancellationToken);

    public ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        Open().HistoryAsync(id, after, pageSize, cancellationToken);

    public ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        Open().RunsAsync(id, after, pageSize, cancellationToken);

    public ValueTask<ScheduledJob> RestoreStateAsync(string id, long version, string? reason = null, CancellationToken cancellationToken = default) =>
        RestoreStateAsync(id, version, reason, null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
            return; // The container knows the unnamed scheduler under two keys.

        await lifecycle.StopAsync(CancellationToken.None).ConfigureAwait(false);
        core.Store.DueEarlier -= Dispatcher.Recruit;
        core.Events.Dispose();
        await core.Store.DisposeAsync().ConfigureAwait(false);
    }

    internal ValueTask<ScheduledJob> AddJobAsync(JobDefinition job, string? actor, CancellationToken cancellationToken) => Open().AddAsync(job, actor, cancellationToken);

    internal ValueTask<ScheduledJob> ModifyJobAsync(string id, Action<JobChange> change, string? actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var described = new JobChange();
        change(described);
        return Open().ModifyAsync(id, described, actor, cancellationToken);
    }

    internal ValueTask<bool> RemoveJobAsync(string id, string? actor, CancellationToken cancellationToken) => Open().RemoveAsync(id, actor, cancellationToken);

    internal ValueTask<JobRun> RunJobNowAsync(string id, string? actor, CancellationToken cancellationToken) => Open().RunNowAsync(id, actor, cancellationToken);

    internal ValueTask<ScheduledJob> RestoreStateAsync(string id, long version, string? reason, string? actor, CancellationToken cancellationToken) =>
        Open().RestoreAsync(id, version, reason, actor, cancellationToken);

    private static EngineCore Build(SchedulerParts parts, IServiceProvider services, Scheduler self)
    {
        var options = services.GetRequiredService<IOptionsMonitor<SchedulerOptions>>().Get(parts.Name);
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetService<ILoggerFactory>()?.CreateLogger("StatefulScheduler") ?? NullLogger.Instance;
        var json = new JobJson(parts.Json);
        var activity = new EngineActivity();
        var clock = new StoreClock(time);
        var store = parts.CreateStore(services);
        var handlers = new HandlerRegistry(parts.Handlers.Values.Select(create => create(json, services)));
        return new()
        {
            Scheduler = self,
            Options = options,
            Time = time,
            Logger = logger,
            Services = services,
            Json = json,
            Serializer = new JobSerializer(json, new TriggerJsonConverter(parts.Triggers)),
            Handlers = handlers,
            Policies = new PolicyResolver(handlers, parts.JobDefaults, parts.Executors, store.Traits.Durable),
            Store = store,
            Committer = new Committer(store),
            Events = new SchedulerEvents(parts.Name, clock, logger, activity),
            Clock = clock,
            Activity = activity,
        };
    }

    private EngineCore Build(SchedulerParts parts, IServiceProvider services) => Build(parts, services, this);

    private JobCommands Open()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) == 1, typeof(IScheduler));
        return lifecycle.IsOpen
            ? commands
            : throw new InvalidOperationException(
                $"The scheduler{(Name.Length == 0 ? string.Empty : $" '{Name}'")} has not been started: its store is not open. Call StartAsync, or start it with the host (StartWithHost).");
    }
}
