using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// Nodes on one storage and one clock, each with an open store of its own.
internal sealed class TestedNodes : IAsyncDisposable
{
    private readonly List<TestedStore> nodes = [];

    public TestedStore A => nodes[0];

    public TestedStore B => nodes[1];

    public IReadOnlyList<TestedStore> All => nodes;

    public ManualTime Time => A.Time;

    public static async Task<TestedNodes> OpenAsync(
        Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> newStore,
        Func<IJobStore, TimeProvider, CancellationToken, ValueTask<IJobStore>> newNode,
        ManualTime time,
        int count,
        CancellationToken cancellationToken)
    {
        var opened = new TestedNodes();
        try
        {
            opened.nodes.Add(await TestedStore.OpenAsync(newStore, time, cancellationToken).ConfigureAwait(false));
            while (opened.nodes.Count < count)
                opened.nodes.Add(await opened.A.OpenNodeAsync(newNode, $"node-{opened.nodes.Count + 1}").ConfigureAwait(false));
            return opened;
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The one that made the storage goes last.
    public async ValueTask DisposeAsync()
    {
        foreach (var store in nodes.Select(node => node.Store).Distinct().Reverse())
            await store.DisposeAsync().ConfigureAwait(false);
    }
}
