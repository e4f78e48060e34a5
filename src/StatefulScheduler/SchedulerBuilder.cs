using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StatefulScheduler.Engine;
using StatefulScheduler.Stores;

namespace StatefulScheduler;

/// <summary>Says what a scheduler is made of. <c>Use…</c> chooses one, <c>Add…</c> adds one of many; every call returns the builder.</summary>
public sealed class SchedulerBuilder : IStoreSlot
{
    private const DynamicallyAccessedMemberTypes JobMembers = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.Interfaces;

    internal SchedulerBuilder(IServiceCollection services, SchedulerParts parts)
    {
        Services = services;
        Parts = parts;
    }

    /// <summary>Gets the scheduler's name; empty for the unnamed one.</summary>
    public string Name => Parts.Name;

    /// <inheritdoc/>
    public IServiceCollection Services { get; }

    internal SchedulerParts Parts { get; }

    /// <inheritdoc/>
    [Experimental("STS9001")]
    public void SetStore(Func<IServiceProvider, IJobStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Parts.CreateStore = create;
    }

    /// <summary>Sets options.</summary>
    /// <param name="configure">Sets them.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder Configure(Action<SchedulerOptions> configure)
    {
        Services.Configure(Name, configure);
        return this;
    }

    /// <summary>Sets what every job gets where its own options, and its handler's, are silent.</summary>
    /// <param name="options">The options.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder UseJobDefaults(JobOptions options)
    {
        JobRules.CheckOptions(options);
        Parts.JobDefaults = options;
        return this;
    }

    /// <summary>Adds an executor that jobs can name.</summary>
    /// <param name="name">Its name, as in <see cref="JobOptions.Executor"/>.</param>
    /// <param name="executor">The executor.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddExecutor(string name, JobExecutor executor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(executor);
        Parts.Executors[name] = executor;
        return this;
    }

    /// <summary>Adds a JSON context of the application's own types. Contexts are asked in the order added.</summary>
    /// <param name="resolver">The context, as a rule a <c>JsonSerializerContext</c>.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddJson(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        Parts.Json.Add(resolver);
        return this;
    }

    /// <summary>Adds a kind of trigger of the application's own.</summary>
    /// <typeparam name="TTrigger">Its class.</typeparam>
    /// <param name="kind">The name under which it is stored; it must never change.</param>
    /// <param name="json">How it is stored.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddTrigger<TTrigger>(string kind, JsonTypeInfo<TTrigger> json)
        where TTrigger : Trigger
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentNullException.ThrowIfNull(json);
        Parts.Triggers[kind] = json;
        return this;
    }

    /// <summary>Declares a job of a class. Declared jobs are reconciled with the store at every start, by their declaration.</summary>
    /// <typeparam name="TJob">The class; taken from the container, where it is added as scoped when it is not there yet.</typeparam>
    /// <param name="id">Which job; also the name of its handler.</param>
    /// <param name="trigger">When.</param>
    /// <param name="state">The first state.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="handler">What goes with its code.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddJob<[DynamicallyAccessedMembers(JobMembers)] TJob>(
        string id, Trigger trigger, object? state = null, JobOptions? options = null, Action<HandlerBuilder>? handler = null)
        where TJob : class, IJob
    {
        AddHandler<TJob>(id, handler);
        return Declare(id, trigger, state, options);
    }

    /// <summary>Declares a job of a lambda without a state, or one that assigns <c>job.State</c> itself.</summary>
    /// <param name="id">Which job; also the name of its handler.</param>
    /// <param name="trigger">When.</param>
    /// <param name="run">The code.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="handler">What goes with its code.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddJob(string id, Trigger trigger, Func<JobContext, CancellationToken, ValueTask> run, JobOptions? options = null, Action<HandlerBuilder>? handler = null)
    {
        AddHandler(id, run, handler);
        return Declare(id, trigger, null, options);
    }

    /// <summary>Declares a job of a lambda from state to state.</summary>
    /// <typeparam name="TState">The state type.</typeparam>
    /// <param name="id">Which job; also the name of its handler.</param>
    /// <param name="trigger">When.</param>
    /// <param name="state">The first state.</param>
    /// <param name="run">The code.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="handler">What goes with its code.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddJob<TState>(
        string id, Trigger trigger, TState state, Func<JobContext<TState>, CancellationToken, ValueTask<TState>> run, JobOptions? options = null, Action<HandlerBuilder>? handler = null)
    {
        AddHandler(id, run, handler);
        return Declare(id, trigger, state, options);
    }

    /// <summary>Declares a job whose handler is registered apart.</summary>
    /// <param name="job">The job.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddJob(JobDefinition job)
    {
        ArgumentNullException.ThrowIfNull(job);
        JobRules.CheckId(job.Id);
        JobRules.CheckOptions(job.Options);
        if (Parts.Declared.Exists(other => other.Id == job.Id))
            throw new ArgumentException($"A job '{job.Id}' is declared twice.", nameof(job));
        Parts.Declared.Add(job);
        return this;
    }

    /// <summary>Registers a class under a name, for jobs that are added while the program runs.</summary>
    /// <typeparam name="TJob">The class; taken from the container, where it is added as scoped when it is not there yet.</typeparam>
    /// <param name="name">The name, as it is stored with the jobs: it must never change.</param>
    /// <param name="handler">What goes with the code.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddHandler<[DynamicallyAccessedMembers(JobMembers)] TJob>(string name, Action<HandlerBuilder>? handler = null)
        where TJob : class, IJob
    {
        Services.TryAddScoped<TJob>();
        var services = Services;
        return AddHandler(name, handler, (code, json, provider) =>
            new ClassHandler<TJob>(name, code, json, provider, services.LastOrDefault(service => service.ServiceType == typeof(TJob))?.Lifetime == ServiceLifetime.Singleton));
    }

    /// <summary>Registers a lambda under a name, for jobs that are added while the program runs.</summary>
    /// <param name="name">The name, as it is stored with the jobs: it must never change.</param>
    /// <param name="run">The code.</param>
    /// <param name="handler">What goes with the code.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddHandler(string name, Func<JobContext, CancellationToken, ValueTask> run, Action<HandlerBuilder>? handler = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return AddHandler(name, handler, (code, json, _) => new DelegateHandler(name, code, json, run));
    }

    /// <summary>Registers a lambda from state to state under a name, for jobs that are added while the program runs.</summary>
    /// <typeparam name="TState">The state type.</typeparam>
    /// <param name="name">The name, as it is stored with the jobs: it must never change.</param>
    /// <param name="run">The code.</param>
    /// <param name="handler">What goes with the code.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddHandler<TState>(string name, Func<JobContext<TState>, CancellationToken, ValueTask<TState>> run, Action<HandlerBuilder>? handler = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return AddHandler(name, handler, (code, json, _) => new TypedDelegateHandler<TState>(name, code, json, run));
    }

    /// <summary>Adds a listener that lives as long as the scheduler.</summary>
    /// <typeparam name="TEvent">What it hears.</typeparam>
    /// <typeparam name="TListener">Its class; taken from the container, where it is added as a singleton when it is not there yet.</typeparam>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddListener<TEvent, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TListener>()
        where TEvent : SchedulerEvent
        where TListener : class, IListener<TEvent>
    {
        Services.TryAddSingleton<TListener>();
        return AddListener<TEvent>((services, told, cancellationToken) => services.GetRequiredService<TListener>().OnEventAsync(told, cancellationToken));
    }

    /// <summary>Adds a listener that lives as long as the scheduler.</summary>
    /// <typeparam name="TEvent">What it hears.</typeparam>
    /// <param name="listener">The listener.</param>
    /// <returns>This builder.</returns>
    public SchedulerBuilder AddListener<TEvent>(Func<IServiceProvider, TEvent, CancellationToken, ValueTask> listener)
        where TEvent : SchedulerEvent
    {
        ArgumentNullException.ThrowIfNull(listener);
        Parts.Listeners.Add((events, services) => events.Subscribe<TEvent>((told, cancellationToken) => listener(services, told, cancellationToken)));
        return this;
    }

    private SchedulerBuilder Declare(string id, Trigger trigger, object? state, JobOptions? options) =>
        AddJob(new JobDefinition(id, id, trigger) { State = state, Options = options ?? new() });

    private SchedulerBuilder AddHandler(string name, Action<HandlerBuilder>? configure, Func<HandlerBuilder, JobJson, IServiceProvider, JobHandler> create)
    {
        JobRules.CheckId(name);
        var code = new HandlerBuilder();
        configure?.Invoke(code);
        code.Upgrades(name); // Refuses a gap now, where the mistake is.
        if (!Parts.Handlers.TryAdd(name, (json, services) => create(code, json, services)))
            throw new ArgumentException($"A handler '{name}' is registered twice.", nameof(name));
        return this;
    }
}
