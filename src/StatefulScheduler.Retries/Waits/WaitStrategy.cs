namespace StatefulScheduler.Retries;

/// <summary>Decides how long to wait before the next attempt.</summary>
/// <remarks>
/// Asked after every attempt that is to be retried, before the stop strategy, which sees the delay. Add strategies with <c>+</c>; a <see cref="TimeSpan"/> and a
/// <see cref="Func{RetryState, TimeSpan}"/> are strategies too. Instances are immutable and safe to share between threads; a class of one's own must be as well.
/// </remarks>
public abstract class WaitStrategy
{
    // Own strategies see a RetryState; ours read the step and leave it unmade.
    internal virtual StrategyNeeds Needs => StrategyNeeds.State;

    /// <summary>Decides the delay after an attempt.</summary>
    /// <param name="state">How the call stands.</param>
    /// <returns>The delay, zero or more; <see cref="Wait.GiveUp"/>: no further attempt, whatever the stop strategy says.</returns>
    public abstract TimeSpan GetDelay(RetryState state);

    /// <summary>Waits as long as two strategies together.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static WaitStrategy operator +(WaitStrategy left, WaitStrategy right) => Wait.Combine(left, right);

    /// <summary>Makes a fixed delay of a span.</summary>
    /// <param name="delay">The delay; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public static implicit operator WaitStrategy(TimeSpan delay) => Wait.Fixed(delay);

    /// <summary>Makes a strategy of a delegate; for a bare lambda there is <see cref="Wait.From"/>.</summary>
    /// <param name="getDelay">Decides; called by several threads at once.</param>
    public static implicit operator WaitStrategy(Func<RetryState, TimeSpan> getDelay) => Wait.From(getDelay);

    /// <summary>Spreads this wait, so that callers who failed together do not come back together.</summary>
    /// <param name="fraction">How far a delay may be off, up and down: 0.25 makes of 8 seconds 6 to 10; more than 0, at most 1.</param>
    /// <returns>The spread wait.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not a number, or not more than 0 and at most 1.</exception>
    public WaitStrategy WithJitter(double fraction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(fraction, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fraction, 1);
        return new SpreadWait(this, fraction);
    }

    // What a preview can say of it.
    internal virtual DelayRange Range(int attempt) => DelayRange.Unknown;

    internal virtual TimeSpan Delay(ref RetryStep step)
    {
        var delay = GetDelay(step.ForUser());
        if (delay >= TimeSpan.Zero || delay == Wait.GiveUp)
            return delay;
        throw new InvalidOperationException($"The wait '{this}' gave {delay} after attempt {step.Attempt}, but a delay must be zero or more, or Wait.GiveUp to say that no attempt is to follow.");
    }
}
