using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

/// <summary>One promise of a job store that several nodes share, and the steps that show whether two of them keep it.</summary>
/// <remarks>Safe to share between threads: each verification has its own storage and its own clock.</remarks>
public sealed class SharedJobStoreCheck
{
    private readonly Func<TestedNodes, Task> steps;

    internal SharedJobStoreCheck(string name, Func<TestedNodes, Task> steps) => (Name, this.steps) = (name, steps);

    /// <summary>Gets the promise as a sentence: "A job claimed at one node is not claimed at the other".</summary>
    public string Name { get; }

    /// <summary>Opens a new store twice on one storage, as two nodes do, takes the steps, and closes both.</summary>
    /// <param name="newStore">
    /// Makes the first node's store on fresh storage of its own. It is given the clock that the check moves by hand, and must not open the store: the check does.
    /// </param>
    /// <param name="newNode">
    /// Makes the second node's store on the storage of the first, which it is given open, on the same clock; it must not open it either. A store that can
    /// be opened once only gives the first one back: then the same object serves both nodes.
    /// </param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that completes when the promise was kept.</returns>
    /// <exception cref="JobStoreContractException">The promise was broken; the text says what was expected and what was found.</exception>
    public async Task VerifyAsync(
        Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> newStore,
        Func<IJobStore, TimeProvider, CancellationToken, ValueTask<IJobStore>> newNode,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newStore);
        ArgumentNullException.ThrowIfNull(newNode);
        var nodes = await TestedNodes.OpenAsync(newStore, newNode, new ManualTime(), 2, cancellationToken).ConfigureAwait(false);
        await using (nodes.ConfigureAwait(false))
        {
            try
            {
                await steps(nodes).ConfigureAwait(false);
            }
            catch (JobStoreContractException broken)
            {
                throw new JobStoreContractException($"{Name} – {broken.Message}", broken);
            }
        }
    }

    /// <summary>Gives <see cref="Name"/>, so that test runners show it.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
