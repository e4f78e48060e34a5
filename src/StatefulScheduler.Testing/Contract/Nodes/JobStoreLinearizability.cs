using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

/// <summary>Lets several nodes and users race on one job store, and proves from what they were told that every job had one history.</summary>
/// <remarks>
/// Nodes stall beyond their leases, abandon whole batches, and send the end of a run twice; users change, pause, resume and run jobs by hand at the same
/// time. Afterwards must hold: versions without a gap; each write was decided on the version before it; the stored job is the last of them; no fence was
/// given or ended twice; nothing was written by a fence after a higher one had been given; a lease was taken over only after it had ended.
/// </remarks>
public static class JobStoreLinearizability
{
    private const int Nodes = 4;
    private const int Users = 3;

    /// <summary>Lets them race on one store object, and checks what they were told.</summary>
    /// <param name="newStore">Makes a store on fresh storage of its own; it is given a clock that is moved by hand, and must not open the store.</param>
    /// <param name="seed">What nodes and users draw their steps from; it is named in the exception. Threads race, so a seed gives alike, not equal, races.</param>
    /// <param name="steps">How many steps each node and each user takes.</param>
    /// <param name="cancellationToken">Ends the race.</param>
    /// <returns>A task that completes when the race has ended and the promises were kept.</returns>
    /// <exception cref="JobStoreContractException">A promise was broken; the text names the seed, the job, and what was written.</exception>
    public static Task VerifyAsync(
        Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> newStore, int seed, int steps, CancellationToken cancellationToken = default) =>
        VerifyAsync(newStore, (store, _, _) => new(store), seed, steps, cancellationToken);

    /// <summary>Lets them race, every node with a store of its own on one storage, and checks what they were told.</summary>
    /// <param name="newStore">Makes the first store on fresh storage of its own; it is given a clock that is moved by hand, and must not open the store.</param>
    /// <param name="newNode">Makes another node's store on the storage of the first, which it is given open, on the same clock; it must not open it.</param>
    /// <param name="seed">What nodes and users draw their steps from; it is named in the exception. Threads race, so a seed gives alike, not equal, races.</param>
    /// <param name="steps">How many steps each node and each user takes.</param>
    /// <param name="cancellationToken">Ends the race.</param>
    /// <returns>A task that completes when the race has ended and the promises were kept.</returns>
    /// <exception cref="JobStoreContractException">A promise was broken; the text names the seed, the job, and what was written.</exception>
    public static async Task VerifyAsync(
        Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> newStore,
        Func<IJobStore, TimeProvider, CancellationToken, ValueTask<IJobStore>> newNode,
        int seed,
        int steps,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newStore);
        ArgumentNullException.ThrowIfNull(newNode);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        await using var stores = await TestedNodes.OpenAsync(newStore, newNode, new ManualTime(), Nodes, cancellationToken);
        var records = RacedJob.Ids.Select(id => new RacedJob(id)).ToArray();
        try
        {
            foreach (var id in RacedJob.Ids)
                await stores.A.AddAsync(id);
            await RaceAsync(stores.All, records, seed, steps);
            await DrainAsync(stores.A, records);
            foreach (var record in records)
                record.Verify(await stores.B.GetAsync(record.Id));
        }
        catch (JobStoreContractException broken)
        {
            throw new JobStoreContractException($"Seed {seed}: {broken.Message}", broken);
        }
    }

    private static Task RaceAsync(IReadOnlyList<TestedStore> stores, RacedJob[] records, int seed, int steps)
    {
        var nodes = stores.Select((store, node) => new RacingNode(store, records, $"node-{node}", new ModelDice(Mix(seed, node))));
        var users = Enumerable.Range(0, Users).Select(user => new RacingUser(stores[user % stores.Count], records, new ModelDice(Mix(seed, Nodes + user))));
        return Task.WhenAll([.. nodes.Select(node => Task.Run(() => node.RunAsync(steps))), .. users.Select(user => Task.Run(() => user.RunAsync(steps)))]);
    }

    // Nobody stalls any more: whatever is open is taken over and ended.
    private static async Task DrainAsync(TestedStore store, RacedJob[] records)
    {
        var node = new RacingNode(store, records, "node-last", new ModelDice(0));
        foreach (var record in records)
        {
            await store.SetStatusAsync(record.Id, JobStatus.Active);
            record.Decided();
        }

        for (var round = 0; round < 3; round++)
        {
            store.Advance(2 * Some.Lease);
            await node.EndAllAsync();
        }

        foreach (var record in records)
            Expect.Equal(0, (await store.GetAsync(record.Id)).RunningCount, $"the open runs of '{record.Id}' when all leases have ended and all runs were taken over");
    }

    private static int Mix(int seed, int racer) => unchecked((seed * 31) + racer);
}
