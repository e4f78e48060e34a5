namespace StatefulScheduler.Retries;

/// <summary>Names the ways of waiting between attempts.</summary>
/// <remarks>
/// In the formulas <c>n</c> is the attempt that has just ended, 1 for the first. A delay that a <see cref="TimeSpan"/> cannot hold is <see cref="TimeSpan.MaxValue"/>.
/// A <c>max</c> below a <c>min</c> is no error: the minimum wins.
/// </remarks>
public static class Wait
{
    /// <summary>Gets the delay that means: no further attempt.</summary>
    public static TimeSpan GiveUp => Timeout.InfiniteTimeSpan;

    /// <summary>Gets the strategy that does not wait.</summary>
    public static WaitStrategy None { get; } = new FixedWait(TimeSpan.Zero);

    /// <summary>Waits always the same.</summary>
    /// <param name="delay">The delay; zero or more.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public static WaitStrategy Fixed(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return delay == TimeSpan.Zero ? None : new FixedWait(delay);
    }

    /// <summary>Waits a random time.</summary>
    /// <param name="min">The shortest; zero or more.</param>
    /// <param name="max">The longest, not itself drawn; at least <paramref name="min"/>.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="min"/> is negative, or more than <paramref name="max"/>.</exception>
    public static WaitStrategy Random(TimeSpan min, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        return new RandomWait(min, max);
    }

    /// <summary>Waits longer by the same step each time: <c>start + increment × (n - 1)</c>, between zero and <paramref name="max"/>.</summary>
    /// <param name="start">The first delay; zero or more.</param>
    /// <param name="increment">The step; a negative one makes the delays shrink.</param>
    /// <param name="max">The longest delay; zero or more; left out: no bound.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> or <paramref name="max"/> is negative.</exception>
    public static WaitStrategy Incrementing(TimeSpan start, TimeSpan increment, TimeSpan? max = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(start, TimeSpan.Zero);
        return new IncrementingWait(start, increment, Max(max));
    }

    /// <summary>Waits longer by the same factor each time: <c>multiplier × factorⁿ⁻¹</c>, between <paramref name="min"/> and <paramref name="max"/>.</summary>
    /// <param name="multiplier">The first delay, unless <paramref name="min"/> is more; zero or more.</param>
    /// <param name="max">The longest delay; zero or more; left out: no bound.</param>
    /// <param name="factor">What each delay is multiplied with for the next; finite and more than 0; below 1 the delays shrink.</param>
    /// <param name="min">The shortest delay; zero or more.</param>
    /// <returns>The strategy. Many callers that fail together come back together: where that matters, take <see cref="RandomExponential"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or <paramref name="factor"/> is not a number, infinite, zero or negative.</exception>
    public static WaitStrategy Exponential(TimeSpan multiplier, TimeSpan? max = null, double factor = 2, TimeSpan min = default) =>
        new ExponentialWait(new(multiplier, Max(max), factor, min), Jitter.None);

    /// <summary>Waits a random part of an exponential delay ("full jitter"): from <paramref name="min"/> to <c>multiplier × factorⁿ⁻¹</c> capped by <paramref name="max"/>.</summary>
    /// <param name="multiplier">The longest first delay; zero or more.</param>
    /// <param name="max">The longest delay; zero or more; left out: no bound.</param>
    /// <param name="factor">What the longest delay is multiplied with for the next; finite and more than 0.</param>
    /// <param name="min">The shortest delay; zero or more.</param>
    /// <returns>The strategy: the best known way to keep many callers from coming back together.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or <paramref name="factor"/> is not a number, infinite, zero or negative.</exception>
    public static WaitStrategy RandomExponential(TimeSpan multiplier, TimeSpan? max = null, double factor = 2, TimeSpan min = default) =>
        new ExponentialWait(new(multiplier, Max(max), factor, min), Jitter.Full);

    /// <summary>Waits half of an exponential delay, and a random part of the other half ("equal jitter").</summary>
    /// <param name="multiplier">The longest first delay; zero or more.</param>
    /// <param name="max">The longest delay; zero or more; left out: no bound.</param>
    /// <param name="factor">What the delay is multiplied with for the next; finite and more than 0.</param>
    /// <param name="min">The shortest delay; zero or more.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or <paramref name="factor"/> is not a number, infinite, zero or negative.</exception>
    public static WaitStrategy EqualJitter(TimeSpan multiplier, TimeSpan? max = null, double factor = 2, TimeSpan min = default) =>
        new ExponentialWait(new(multiplier, Max(max), factor, min), Jitter.Equal);

    /// <summary>Waits an exponential delay and up to <paramref name="jitter"/> more: <c>multiplier × factorⁿ⁻¹ + random</c>, between <paramref name="min"/> and <paramref name="max"/>.</summary>
    /// <param name="multiplier">The first delay without what is added; zero or more.</param>
    /// <param name="max">The longest delay; zero or more; left out: no bound.</param>
    /// <param name="factor">What each delay is multiplied with for the next; finite and more than 0.</param>
    /// <param name="jitter">The most that is added; zero or more; left out: 1 second.</param>
    /// <param name="min">The shortest delay; zero or more.</param>
    /// <param name="exactAtMax">
    /// False: delays that have reached the maximum stay spread, over the last <paramref name="jitter"/> below it. True, as Google's rule and Tenacity have it: they are all
    /// exactly <paramref name="max"/>, and callers who have waited so long come back together.
    /// </param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or <paramref name="factor"/> is not a number, infinite, zero or negative.</exception>
    public static WaitStrategy ExponentialJitter(TimeSpan multiplier, TimeSpan? max = null, double factor = 2, TimeSpan? jitter = null, TimeSpan min = default, bool exactAtMax = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jitter ?? TimeSpan.Zero, TimeSpan.Zero, nameof(jitter));
        return new AddedJitterWait(new(multiplier, Max(max), factor, min), jitter ?? TimeSpan.FromSeconds(1), exactAtMax);
    }

    /// <summary>Waits with Polly's decorrelated jitter: exponential in the median, smooth in the crowd, without the clusters of simpler jitters.</summary>
    /// <param name="median">The median of the first delay; zero or more.</param>
    /// <param name="max">The longest delay; zero or more; left out: no bound.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative.</exception>
    public static WaitStrategy DecorrelatedJitter(TimeSpan median, TimeSpan? max = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(median, TimeSpan.Zero);
        return new DecorrelatedWait(median, Max(max));
    }

    /// <summary>Waits by one strategy after the first attempt, by the next after the second, and by the last from there on.</summary>
    /// <param name="strategies">The strategies; at least one.</param>
    /// <returns>The chain; each strategy is told the real number of the attempt.</returns>
    /// <exception cref="ArgumentException">There is no strategy.</exception>
    public static WaitStrategy Chain(params ReadOnlySpan<WaitStrategy> strategies)
    {
        if (strategies.IsEmpty)
            throw new ArgumentException("A chain of 0 waits says nothing about any attempt: give at least one.", nameof(strategies));
        return new ChainWait(Checked(strategies));
    }

    /// <summary>Waits as long as several strategies together.</summary>
    /// <param name="strategies">The strategies; none: no wait.</param>
    /// <returns>The sum.</returns>
    public static WaitStrategy Combine(params ReadOnlySpan<WaitStrategy> strategies) => new SumWait(Parts.Flatten<WaitStrategy, SumWait>(Checked(strategies), nameof(strategies)));

    /// <summary>Waits as long as a delegate says.</summary>
    /// <param name="getDelay">Decides; zero or more, or <see cref="GiveUp"/>; called by several threads at once.</param>
    /// <returns>The strategy.</returns>
    public static WaitStrategy From(Func<RetryState, TimeSpan> getDelay)
    {
        ArgumentNullException.ThrowIfNull(getDelay);
        return new CustomWait(getDelay);
    }

    /// <summary>Waits as long as the exception asks for.</summary>
    /// <param name="getDelay">Decides; zero or more, or <see cref="GiveUp"/>; called by several threads at once. An attempt that returned is an <see cref="InvalidOperationException"/>.</param>
    /// <returns>The strategy.</returns>
    public static WaitStrategy FromException(Func<Exception, TimeSpan> getDelay)
    {
        ArgumentNullException.ThrowIfNull(getDelay);
        return new CustomWait(state => getDelay(state.Exception
            ?? throw new InvalidOperationException($"Wait.FromException has no exception to look at: attempt {state.AttemptNumber} returned {state.Result ?? "null"}.")));
    }

    /// <summary>Waits as long as the other side asks for (<see cref="IRetryAfter"/>, or the Retry-After header of an <see cref="HttpResponseMessage"/>), and otherwise by a strategy that begins anew after each such answer.</summary>
    /// <param name="otherwise">Waits when the other side says nothing.</param>
    /// <param name="longest">The longest wait accepted; zero or more. Whoever asks for more is not asked again, for to come back earlier than told is of no use. Left out: any.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="longest"/> is negative.</exception>
    public static WaitStrategy RetryAfter(WaitStrategy otherwise, TimeSpan? longest = null)
    {
        ArgumentNullException.ThrowIfNull(otherwise);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest ?? TimeSpan.Zero, TimeSpan.Zero, nameof(longest));
        return new RetryAfterWait(otherwise, longest ?? TimeSpan.MaxValue);
    }

    private static TimeSpan Max(TimeSpan? max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max ?? TimeSpan.Zero, TimeSpan.Zero, nameof(max));
        return max ?? TimeSpan.MaxValue;
    }

    private static WaitStrategy[] Checked(ReadOnlySpan<WaitStrategy> strategies)
    {
        foreach (var strategy in strategies)
            ArgumentNullException.ThrowIfNull(strategy, nameof(strategies));
        return strategies.ToArray();
    }
}
