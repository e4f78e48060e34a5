using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Engine;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

/// <summary>Gives one run of one job to call a job's code with: no scheduler to start, no clock to move.</summary>
/// <remarks>
/// The run is real: checkpoints are stored, in a store in memory that belongs to it alone, and <c>job.Scheduler</c> knows the one job <c>test</c>.
/// What the code returns is given to the test and goes nowhere else. The clock stands at the beginning of 2030, UTC.
/// </remarks>
public static class TestRun
{
    private const string JobId = "test";

    /// <summary>Makes a run of a job without a state type.</summary>
    /// <param name="state">The state it finds; left out, an empty one.</param>
    /// <param name="arguments">What the job is given.</param>
    /// <param name="services">What the code resolves; left out, nothing is registered.</param>
    /// <returns>The run.</returns>
    public static JobContext Of(JobState? state = null, object? arguments = null, IServiceProvider? services = null) =>
        new(Begin(state, builder => builder.AddHandler(JobId, (_, _) => ValueTask.CompletedTask), arguments, services));

    /// <summary>Makes a run of a job with a state type.</summary>
    /// <typeparam name="TState">The state type.</typeparam>
    /// <param name="state">The state it finds.</param>
    /// <param name="arguments">What the job is given.</param>
    /// <param name="services">What the code resolves; left out, nothing is registered.</param>
    /// <returns>The run.</returns>
    /// <exception cref="JobStateException">The state's JSON is no object, or no legal state.</exception>
    public static JobContext<TState> Of<TState>(TState state, object? arguments = null, IServiceProvider? services = null) =>
        Begin(state, builder => builder.AddHandler<TState>(JobId, (job, _) => new(job.State)), arguments, services).Typed<TState>();

    // Nothing here waits: a store in memory answers at once, and a scheduler on a virtual clock has no thread.
    private static JobExecution Begin(object? state, Action<SchedulerBuilder> handler, object? arguments, IServiceProvider? services)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(new VirtualTimeProvider(new HarnessOptions().Start));
        var builder = collection.AddStatefulScheduler(scheduler => scheduler.Configure(options => options.StartPaused = true));
        handler(builder);
        var scheduler = (Scheduler)collection.BuildServiceProvider().GetRequiredService<IScheduler>();
        Done(scheduler.StartAsync());
        Done(scheduler.AddJobAsync(new JobDefinition(JobId, JobId, Trigger.Now) { State = state, Arguments = arguments }));

        var core = With(scheduler.Core, services);
        var claims = new JobClaim[1];
        Done(core.Store.ClaimDueAsync(new("test", core.Handlers.Known, TimeSpan.FromDays(1)), claims, CancellationToken.None));
        var run = new JobExecution(core) { StartedAt = core.StoreTime() };
        run.Begin(in claims[0], core.Policies.For(claims[0].Plan), core.StoreTime(), core.Time.GetTimestamp());
        return run;
    }

    private static EngineCore With(EngineCore core, IServiceProvider? services) => services is null ? core : new()
    {
        Scheduler = core.Scheduler,
        Options = core.Options,
        Time = core.Time,
        Logger = core.Logger,
        Services = services,
        Json = core.Json,
        Serializer = core.Serializer,
        Handlers = core.Handlers,
        Policies = core.Policies,
        Store = core.Store,
        Committer = core.Committer,
        Events = core.Events,
        Clock = core.Clock,
        Activity = core.Activity,
    };

    private static void Done(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    private static void Done<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
