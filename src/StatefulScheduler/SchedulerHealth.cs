namespace StatefulScheduler;

/// <summary>How a scheduler is, at one instant.</summary>
/// <param name="Status">What it is doing.</param>
/// <param name="OpenRuns">How many runs are in flight on this node.</param>
/// <param name="StuckRuns">How many of them ignore a cancelled token for more than 30 seconds.</param>
/// <param name="StoreFault">Why the store did not answer the last call; <see langword="null"/> when it did.</param>
/// <param name="StoreDownSince">Since when the store has not answered.</param>
/// <param name="UnknownHandlers">Handlers of stored jobs that this node does not have, as seen at the start.</param>
public sealed record SchedulerHealth(
    SchedulerStatus Status,
    int OpenRuns,
    int StuckRuns,
    Exception? StoreFault,
    DateTimeOffset? StoreDownSince,
    IReadOnlyList<string> UnknownHandlers);
