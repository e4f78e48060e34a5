namespace StatefulScheduler.Retries;

/// <summary>Decides when a call has been tried often or long enough.</summary>
/// <remarks>
/// Asked after an attempt that is to be retried, never after one that is accepted: the first attempt is always made. Combine strategies with <c>|</c>
/// and <c>&amp;</c>; a <see cref="Func{RetryState, Boolean}"/> is one too. Instances are immutable and safe to share between threads; a class of one's own must be as well.
/// </remarks>
public abstract class StopStrategy
{
    /// <summary>Gets what <c>|</c>, <c>&amp;</c>, <see cref="Stop.Any"/> or <see cref="Stop.All"/> put together; empty for a strategy that is one piece.</summary>
    public virtual IReadOnlyList<StopStrategy> Parts => [];

    // Own strategies see a RetryState; ours read the step and leave it unmade.
    internal virtual StrategyNeeds Needs => StrategyNeeds.State;

    // The attempt after which it stops for sure.
    internal virtual int AttemptLimit => int.MaxValue;

    /// <summary>Decides whether the call ends with this attempt.</summary>
    /// <param name="state">How the call stands, the coming delay included.</param>
    /// <returns>True: no further attempt.</returns>
    public abstract bool ShouldStop(RetryState state);

    /// <summary>Stops as soon as one of two says so.</summary>
    /// <param name="left">Asked first.</param>
    /// <param name="right">Asked when the first does not stop.</param>
    /// <returns>The combination.</returns>
    public static StopStrategy operator |(StopStrategy left, StopStrategy right) => Stop.Any(left, right);

    /// <summary>Stops only when both say so.</summary>
    /// <param name="left">Asked first.</param>
    /// <param name="right">Asked when the first stops.</param>
    /// <returns>The combination.</returns>
    public static StopStrategy operator &(StopStrategy left, StopStrategy right) => Stop.All(left, right);

    /// <summary>Makes a strategy of a delegate; for a bare lambda there is <see cref="Stop.When"/>.</summary>
    /// <param name="shouldStop">Decides; called by several threads at once.</param>
    public static implicit operator StopStrategy(Func<RetryState, bool> shouldStop) => Stop.When(shouldStop);

    internal virtual bool Stops(ref RetryStep step) => ShouldStop(step.ForUser());

    // A token whose cancellation ends the call for sure, and with it the delay that it is in.
    internal virtual IEnumerable<CancellationToken> Tokens() => [];
}
