using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Engine;

namespace StatefulScheduler.Testing;

// One scheduler in a process of its own, as far as one process can play several.
internal sealed class HarnessNode
{
    private readonly ServiceProvider services;
    private readonly FaultyStore store;
    private readonly Journal journal;
    private readonly VirtualTimeProvider time;

    private HarnessNode(ServiceProvider services, FaultyStore store, Journal journal, VirtualTimeProvider time)
    {
        this.services = services;
        this.store = store;
        this.journal = journal;
        this.time = time;
        Scheduler = (Scheduler)services.GetRequiredService<IScheduler>();
        store.Activity = Activity;
        Scheduler.Core.Events.Add(journal);
    }

    public Scheduler Scheduler { get; }

    public IServiceProvider Services => services;

    public EngineActivity Activity => Scheduler.Core.Activity;

    public bool HasRuns => Scheduler.Dispatcher.InFlight > 0;

    public static HarnessNode Build(Action<SchedulerBuilder> configure, NodeParts parts)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(parts.Time);
        collection.AddSingleton(parts.Random);
        FaultyStore? store = null;
        var builder = collection.AddStatefulScheduler();
        builder.Configure(options => options.NodeName = parts.Name);
        builder.UseInMemoryStore(options => options.RunsPerJob = 10_000);
        configure(builder);
        var create = builder.Parts.CreateStore;
        builder.Parts.HasStarter = true;
        builder.Parts.CreateStore = provider => store = parts.Store.Open(() => create(provider), parts.Faults, parts.Journal, parts.Time);
        var services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        services.GetRequiredService<IScheduler>();
        return new(services, store!, parts.Journal, parts.Time);
    }

    public ValueTask StartAsync(CancellationToken cancellationToken) => Scheduler.StartAsync(cancellationToken);

    // Nothing of the node goes on: no timer fires, no call reaches the store, no answer comes back.
    public void Crash()
    {
        store.Cut();
        Scheduler.Core.Events.Remove(journal);
        Scheduler.Dispatcher.Claim(false);
        Scheduler.Dispatcher.Loop.Dispose();
        Scheduler.Dispatcher.Keeper.Dispose();
        time.Forget(Activity);
    }

    // Runs in flight are told to stop at once: nobody moves the clock for them any more.
    public async ValueTask StopAsync()
    {
        await Scheduler.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await services.DisposeAsync().ConfigureAwait(false);
    }
}

// What a node is made of beyond what the user says.
internal sealed record NodeParts(string Name, VirtualTimeProvider Time, Random Random, StoreHolder Store, StoreFaults Faults, Journal Journal);
