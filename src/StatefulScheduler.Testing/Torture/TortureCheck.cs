using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

/// <summary>Tells that a promise of the torture list was broken; the text says which, and what was there instead.</summary>
/// <param name="message">The text.</param>
public sealed class TortureException(string message) : Exception(message);

/// <summary>Holds one line of the torture list: what is done to a job's state, and what must hold afterwards on every store.</summary>
public sealed class TortureCheck
{
    private readonly Func<TortureGround, Task> verify;

    internal TortureCheck(string code, string @do, string mustHold, Func<TortureGround, Task> verify)
    {
        Code = code;
        Do = @do;
        MustHold = mustHold;
        this.verify = verify;
    }

    /// <summary>Gets the line's name, such as <c>E1</c>.</summary>
    public string Code { get; }

    /// <summary>Gets what is done.</summary>
    public string Do { get; }

    /// <summary>Gets what must hold.</summary>
    public string MustHold { get; }

    /// <summary>Does it, on stores of the caller's, in virtual time.</summary>
    /// <param name="newStore">Makes an empty store on the given clock, not yet initialized; called once or more, each store is disposed of.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>A task that completes when the promise was kept.</returns>
    /// <exception cref="TortureException">The promise was broken.</exception>
    public async Task VerifyAsync(Func<TimeProvider, ValueTask<IJobStore>> newStore, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newStore);
        await using var ground = new TortureGround(this, newStore, cancellationToken);
        await verify(ground).ConfigureAwait(false);
    }

    /// <summary>Says the code and what is done.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Code}: {Do}";
}
