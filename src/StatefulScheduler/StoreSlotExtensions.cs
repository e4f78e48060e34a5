using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler;

/// <summary>Chooses where jobs are kept.</summary>
public static class StoreSlotExtensions
{
    /// <summary>Keeps jobs in memory: the default. They end with the process.</summary>
    /// <typeparam name="TSlot">The slot.</typeparam>
    /// <param name="slot">Where to plug it in.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The slot.</returns>
    public static TSlot UseInMemoryStore<TSlot>(this TSlot slot, Action<InMemoryStoreOptions>? configure = null)
        where TSlot : IStoreSlot
    {
        ArgumentNullException.ThrowIfNull(slot);
        var options = new InMemoryStoreOptions();
        configure?.Invoke(options);
        slot.SetStore(_ => new InMemoryJobStore(options));
        return slot;
    }

    /// <summary>Keeps jobs in a store of your own.</summary>
    /// <typeparam name="TSlot">The slot.</typeparam>
    /// <param name="slot">Where to plug it in.</param>
    /// <param name="create">Makes the store; the scheduler owns and disposes it.</param>
    /// <returns>The slot.</returns>
    [Experimental("STS9001")]
    public static TSlot UseStore<TSlot>(this TSlot slot, Func<IServiceProvider, IJobStore> create)
        where TSlot : IStoreSlot
    {
        ArgumentNullException.ThrowIfNull(slot);
        slot.SetStore(create);
        return slot;
    }
}
