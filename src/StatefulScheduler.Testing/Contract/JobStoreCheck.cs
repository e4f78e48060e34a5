using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

/// <summary>One promise of a job store, and the steps that show whether a store keeps it.</summary>
/// <remarks>Safe to share between threads: each verification has its own store and its own clock.</remarks>
public sealed class JobStoreCheck
{
    private readonly Func<TestedStore, Task> steps;

    internal JobStoreCheck(string name, Func<TestedStore, Task> steps) => (Name, this.steps) = (name, steps);

    /// <summary>Gets the promise as a sentence: "A job is claimed by one node only".</summary>
    public string Name { get; }

    /// <summary>Opens a new store, takes the steps, and closes it.</summary>
    /// <param name="newStore">
    /// Makes a store on fresh storage of its own. It is given the clock that the check moves by hand, and must not open the store: the check does.
    /// </param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that completes when the promise was kept.</returns>
    /// <exception cref="JobStoreContractException">The promise was broken; the text says what was expected and what was found.</exception>
    public async Task VerifyAsync(Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> newStore, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newStore);
        var store = await TestedStore.OpenAsync(newStore, new ManualTime(), cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            try
            {
                await steps(store).ConfigureAwait(false);
            }
            catch (JobStoreContractException broken)
            {
                throw new JobStoreContractException($"{Name} – {broken.Message}", broken);
            }
        }
    }

    internal Task VerifyAsync(TestedStore store) => steps(store);

    /// <summary>Gives <see cref="Name"/>, so that test runners show it.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
