namespace StatefulScheduler.Retries;

/// <summary>Says how far the retries of something have come: what to store beside it, so that they survive the process. Data only; any serialiser will do.</summary>
/// <param name="Attempt">The number of the attempt that has just ended or comes next: 1 for the first.</param>
/// <param name="FirstAttemptAt">When the first attempt began.</param>
/// <param name="IdleFor">How long it has waited between attempts, in all.</param>
public readonly record struct RetryProgress(int Attempt, DateTimeOffset FirstAttemptAt, TimeSpan IdleFor = default)
{
    /// <summary>Gets when the attempt is due; null for the first.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Gets the message of the exception that the attempt before ended with; null when there was none.</summary>
    public string? LastError { get; init; }

    /// <summary>Gets whose retries they are. Random delays follow from this and <see cref="FirstAttemptAt"/>, so that a decision comes out the same however often it is taken, and yet differs between two that failed together.</summary>
    public string? Key { get; init; }

    /// <summary>Gets how many attempts had been made when the other side last said when to come back (<see cref="Wait.RetryAfter"/>): the backoff counts from there.</summary>
    public int BackoffFrom { get; init; }

    /// <summary>Begins a sequence of retries.</summary>
    /// <param name="now">When the first attempt begins.</param>
    /// <param name="key">Whose retries they are; see <see cref="Key"/>.</param>
    /// <returns>The progress before the first attempt has ended.</returns>
    public static RetryProgress Start(DateTimeOffset now, string? key = null) => new(1, now) { Key = key };
}
