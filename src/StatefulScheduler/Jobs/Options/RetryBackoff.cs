namespace StatefulScheduler;

/// <summary>How long a durable retry waits: <c>Initial × Factor^(attempt − 1)</c>, at most <see cref="Max"/>.</summary>
/// <remarks>With jitter, the wait is drawn evenly from the upper half of that; the draw depends on job, occurrence and attempt only.</remarks>
public sealed record RetryBackoff
{
    /// <summary>Creates a backoff.</summary>
    /// <param name="initial">The first wait; positive.</param>
    /// <param name="factor">How much longer each wait is than the one before; 1 to 100.</param>
    /// <param name="max">The longest wait; left out: 1 day.</param>
    /// <param name="jitter">Whether waits are spread, so that many jobs do not retry at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RetryBackoff(TimeSpan initial, double factor = 2, TimeSpan? max = null, bool jitter = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(initial, TimeSpan.Zero);
        if (!(factor >= 1 && factor <= 100))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A backoff's factor must be 1 to 100.");
        if (max < initial)
            throw new ArgumentOutOfRangeException(nameof(max), max, $"The longest wait must not be shorter than the first, {initial}.");

        Initial = initial;
        Factor = factor;
        Max = max;
        Jitter = jitter;
    }

    /// <summary>Gets the backoff of a retry that names none: 1 second, doubled each time, at most 5 minutes, spread.</summary>
    public static RetryBackoff Default { get; } = Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    /// <summary>Gets the first wait.</summary>
    public TimeSpan Initial { get; }

    /// <summary>Gets how much longer each wait is than the one before.</summary>
    public double Factor { get; }

    /// <summary>Gets the longest wait; <see langword="null"/>: 1 day.</summary>
    public TimeSpan? Max { get; }

    /// <summary>Gets whether waits are spread.</summary>
    public bool Jitter { get; }

    /// <summary>Waits the same time before every retry, not spread.</summary>
    /// <param name="delay">The wait; positive.</param>
    /// <returns>The backoff.</returns>
    public static RetryBackoff Fixed(TimeSpan delay) => new(delay, factor: 1, jitter: false);

    /// <summary>Doubles the wait before every retry.</summary>
    /// <param name="initial">The first wait; positive.</param>
    /// <param name="max">The longest wait; left out: 1 day.</param>
    /// <returns>The backoff.</returns>
    public static RetryBackoff Exponential(TimeSpan initial, TimeSpan? max = null) => new(initial, max: max);

    internal TimeSpan Delay(int attempt, ulong seed)
    {
        var longest = Max ?? TimeSpan.FromDays(1);
        var wait = Math.Min(Initial.Ticks * Math.Pow(Factor, attempt - 1), longest.Ticks);
        if (Jitter)
            wait *= 0.5 + (SeedMix.Fraction(seed, attempt) / 2);
        return TimeSpan.FromTicks((long)wait);
    }
}
