namespace StatefulScheduler;

/// <summary>Names one instant of a trigger, and says what touched it.</summary>
/// <param name="At">The instant, in UTC.</param>
/// <param name="WallTime">What the clocks of the zone show then.</param>
/// <param name="Note">
/// In words, what happened at it or between it and the one before, for example <c>02:30 does not exist on 2027-03-28 in
/// Europe/Berlin: fires at 03:00</c>; <see langword="null"/> when nothing did. Several are joined with semicolons.
/// </param>
public sealed record TriggerOccurrence(DateTimeOffset At, DateTime WallTime, string? Note);
