using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// The one store behind a harness, whichever node stands before it. A store in memory, and one that belongs to somebody else, lives as long as the
// harness; a durable one is opened anew for each node.
internal sealed class StoreHolder(bool isLent) : IAsyncDisposable
{
    private IJobStore? store;
    private bool isOpen;

    public FaultyStore Open(Func<IJobStore> create, StoreFaults faults, Journal journal, VirtualTimeProvider time)
    {
        store ??= create();
        var opened = isOpen;
        isOpen = true;
        return store is IJobArchive
            ? new FaultyArchive(store, faults, journal, time) { IsOpen = opened }
            : new FaultyStore(store, faults, journal, time) { IsOpen = opened };
    }

    // The last node is gone.
    public ValueTask LeaveAsync() => store is { Traits.Durable: true } && !isLent ? CloseAsync() : ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => isLent ? ValueTask.CompletedTask : CloseAsync();

    private async ValueTask CloseAsync()
    {
        if (store is null)
            return;
        await store.DisposeAsync().ConfigureAwait(false);
        store = null;
        isOpen = false;
    }
}
