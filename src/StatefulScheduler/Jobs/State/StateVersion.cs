namespace StatefulScheduler;

/// <summary>One entry of a job's state history: the state it had, since when, and through whom.</summary>
/// <param name="Version">The state version, from 1; never used twice for one job.</param>
/// <param name="State">The whole state of that version, to the byte.</param>
/// <param name="SchemaVersion">The version of the handler's state type that this state is written in.</param>
/// <param name="At">When it became the state, by the store's clock.</param>
/// <param name="Kind">What made it.</param>
/// <param name="Actor">Who asked for it; null when nobody was named.</param>
/// <param name="RunId">The run that wrote it; null when no run did.</param>
/// <param name="Reason">Why, in the words of who asked; null when none were given.</param>
public sealed record StateVersion(
    long Version, JobState State, int SchemaVersion, DateTimeOffset At,
    StateChangeKind Kind, string? Actor, string? RunId, string? Reason);
