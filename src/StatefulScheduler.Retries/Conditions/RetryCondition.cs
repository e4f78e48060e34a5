namespace StatefulScheduler.Retries;

/// <summary>Decides whether what an attempt did calls for another one.</summary>
/// <remarks>
/// Asked after every attempt; <see cref="TryAgainException"/> alone is retried without asking, and once the caller's token is cancelled nothing is retried.
/// Combine conditions with <c>|</c>, <c>&amp;</c> and <c>!</c>; a <see cref="Func{RetryState, Boolean}"/> is one too.
/// Instances are immutable and safe to share between threads; a class of one's own must be as well.
/// </remarks>
public abstract class RetryCondition
{
    /// <summary>Gets what <c>|</c>, <c>&amp;</c>, <see cref="RetryIf.Any"/> or <see cref="RetryIf.All"/> put together; empty for a condition that is one piece.</summary>
    public virtual IReadOnlyList<RetryCondition> Parts => [];

    // A class of somebody's own may look at everything, and may have overridden the asynchronous question.
    internal virtual StrategyNeeds Needs => StrategyNeeds.State | StrategyNeeds.Results | StrategyNeeds.Async;

    /// <summary>Decides whether the attempt is to be retried.</summary>
    /// <param name="state">How the call stands.</param>
    /// <returns>True: retry it. False: what it returned or threw is what the caller gets.</returns>
    /// <exception cref="InvalidOperationException">The condition can only be awaited, but the call is synchronous.</exception>
    public abstract bool ShouldRetry(RetryState state);

    /// <summary>Decides whether the attempt is to be retried, in asynchronous calls.</summary>
    /// <param name="state">How the call stands.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What <see cref="ShouldRetry"/> says, unless overridden.</returns>
    public virtual ValueTask<bool> ShouldRetryAsync(RetryState state, CancellationToken cancellationToken) => new(ShouldRetry(state));

    /// <summary>Retries as soon as one of two says so.</summary>
    /// <param name="left">Asked first.</param>
    /// <param name="right">Asked when the first says no.</param>
    /// <returns>The combination.</returns>
    public static RetryCondition operator |(RetryCondition left, RetryCondition right) => RetryIf.Any(left, right);

    /// <summary>Retries only when both say so.</summary>
    /// <param name="left">Asked first.</param>
    /// <param name="right">Asked when the first says yes.</param>
    /// <returns>The combination.</returns>
    public static RetryCondition operator &(RetryCondition left, RetryCondition right) => RetryIf.All(left, right);

    /// <summary>Retries what a condition does not: results and exceptions, but no cancellation.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>Its contrary.</returns>
    public static RetryCondition operator !(RetryCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new NotCondition(condition);
    }

    /// <summary>Makes a condition of a delegate; for a bare lambda there is <see cref="RetryIf.When"/>.</summary>
    /// <param name="shouldRetry">Decides; called by several threads at once.</param>
    public static implicit operator RetryCondition(Func<RetryState, bool> shouldRetry) => RetryIf.When(shouldRetry);

    internal virtual bool OnException(ref RetryStep step) => ShouldRetry(step.ForUser());

    // Generic, so that a result is boxed only for those who ask for a RetryState.
    internal virtual bool OnResult<T>(T result, ref RetryStep step) => ShouldRetry(step.ForUser());
}
