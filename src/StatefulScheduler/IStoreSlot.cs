using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Stores;

namespace StatefulScheduler;

/// <summary>Where a store can be plugged in. A store package writes one extension, on this.</summary>
public interface IStoreSlot
{
    /// <summary>Gets the services of the application.</summary>
    IServiceCollection Services { get; }

    /// <summary>Says how the store is made. The last call wins.</summary>
    /// <param name="create">Makes the store; the scheduler owns and disposes it.</param>
    [Experimental("STS9001")]
    void SetStore(Func<IServiceProvider, IJobStore> create);
}
