using System.Collections.Frozen;

namespace StatefulScheduler.Stores;

/// <summary>Who asks for due jobs, and which ones it can run.</summary>
/// <param name="Node">The name of the node.</param>
/// <param name="Handlers">What it can run.</param>
/// <param name="Lease">How long a claim holds its job when it is not renewed.</param>
public sealed record ClaimRequest(string Node, HandlerSet Handlers, TimeSpan Lease)
{
    /// <summary>Gets how many bytes of state one claim may return; the first job is returned whatever its size. The default is 16 MiB.</summary>
    public long MaxStateBytes { get; init; } = 16 << 20;
}

/// <summary>The handlers of a node, each with the highest schema version of state that it reads. A store hands out nothing else.</summary>
public sealed class HandlerSet
{
    private readonly FrozenDictionary<string, int> schemas;

    /// <summary>Creates a set.</summary>
    /// <param name="schemas">The highest schema version that each handler reads, by name.</param>
    public HandlerSet(IReadOnlyDictionary<string, int> schemas) => this.schemas = schemas.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Gets the highest schema version that each handler reads, by name.</summary>
    public IReadOnlyDictionary<string, int> Schemas => schemas;

    /// <summary>Says whether the node can run a job.</summary>
    /// <param name="handler">The job's handler.</param>
    /// <param name="stateSchema">The schema version of its state.</param>
    /// <returns><see langword="true"/> when it can.</returns>
    public bool CanRun(string handler, int stateSchema) => schemas.TryGetValue(handler, out var highest) && stateSchema <= highest;
}

/// <summary>What a claim found.</summary>
/// <param name="Count">How many claims were written to the buffer.</param>
/// <param name="MoreDue">Whether more was due than the buffer could take.</param>
/// <param name="NextDue">When the next job that this node can run is due, or a lease ends; <see langword="null"/>: nothing is.</param>
/// <param name="Now">The store's time.</param>
public readonly record struct ClaimResult(int Count, bool MoreDue, DateTimeOffset? NextDue, DateTimeOffset Now);

/// <summary>An open run, to be renewed.</summary>
/// <param name="JobId">Its job.</param>
/// <param name="Handle">The handle of its claim.</param>
/// <param name="Fence">Its fence.</param>
public readonly record struct RunLease(string JobId, object? Handle, long Fence);
