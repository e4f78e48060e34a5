namespace StatefulScheduler;

/// <summary>Where the retries of an occurrence stand.</summary>
/// <param name="Attempt">The attempts made so far; 1 after the first.</param>
/// <param name="FirstAttemptAt">When the first attempt began.</param>
/// <param name="IdleFor">How long the occurrence has waited between attempts, in all.</param>
/// <param name="NextAttemptAt">When the next attempt is due; the end of the last one when none is planned yet.</param>
public sealed record JobRetry(int Attempt, DateTimeOffset FirstAttemptAt, TimeSpan IdleFor, DateTimeOffset NextAttemptAt);
