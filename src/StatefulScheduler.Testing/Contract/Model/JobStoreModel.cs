using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

/// <summary>Compares a job store with the in-memory reference: the same random commands to both, and every answer and every job must be alike.</summary>
/// <remarks>
/// Commands are additions, claims, commits (good, stale, sent twice, out of date, of removed jobs), checkpoints, moves of the schedule, claims given back,
/// pauses, resumes, reschedules, removals, renewals and steps of the clock. The same seed gives the same commands.
/// </remarks>
public static class JobStoreModel
{
    /// <summary>Takes a number of random steps on both stores.</summary>
    /// <param name="newStore">Makes the store under test on fresh storage of its own; it is given a clock that is moved by hand, and must not open the store.</param>
    /// <param name="seed">What the commands are drawn from; it is named in the exception.</param>
    /// <param name="steps">How many commands: 1,000 take a second or less on a fast store.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>A task that completes when all steps were taken and no difference was found.</returns>
    /// <exception cref="JobStoreContractException">The stores differ; the text names the seed, the last commands, and both answers.</exception>
    public static Task CompareAsync(
        Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> newStore, int seed, int steps, CancellationToken cancellationToken = default) =>
        CompareAsync(newStore, (store, _, _) => new(store), seed, steps, cancellationToken);

    /// <summary>Takes a number of random steps on the reference, and on two nodes that share one storage: each call goes to the node after the one that had the last.</summary>
    /// <param name="newStore">Makes the first node's store on fresh storage of its own; it is given a clock that is moved by hand, and must not open the store.</param>
    /// <param name="newNode">Makes the other node's store on the storage of the first, which it is given open, on the same clock; it must not open it.</param>
    /// <param name="seed">What the commands are drawn from; it is named in the exception.</param>
    /// <param name="steps">How many commands: 1,000 take a second or less on a fast store.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>A task that completes when all steps were taken and no difference was found.</returns>
    /// <exception cref="JobStoreContractException">The stores differ; the text names the seed, the last commands, and both answers.</exception>
    public static async Task CompareAsync(
        Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> newStore,
        Func<IJobStore, TimeProvider, CancellationToken, ValueTask<IJobStore>> newNode,
        int seed,
        int steps,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newStore);
        ArgumentNullException.ThrowIfNull(newNode);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var time = new ManualTime();
        await using var reference = await TestedStore.OpenAsync((_, _) => new(new InMemoryJobStore(new() { RunsPerJob = 100 })), time, cancellationToken);
        await using var nodes = await TestedNodes.OpenAsync(newStore, newNode, time, 2, cancellationToken);
        var pair = new StorePair(reference, nodes.A.Over(NodesInTurn.Of(nodes)));
        var walk = new ModelWalk(pair, new ModelDice(seed), time);
        for (var step = 1; step <= steps; step++)
        {
            try
            {
                await walk.StepAsync();
            }
            catch (JobStoreContractException different)
            {
                throw new JobStoreContractException(
                    $"Seed {seed}, step {step}: {different.Message}\nThe commands before:\n  {string.Join("\n  ", pair.LastCommands)}");
            }
        }
    }
}
