namespace StatefulScheduler.Retries;

/// <summary>Says how the delays of a policy grow, with <see cref="RetryOptions.Delay"/> as <c>d</c> and <c>n</c> as the attempt that has ended.</summary>
public enum BackoffKind
{
    /// <summary>No delay.</summary>
    None,

    /// <summary>Always <c>d</c>.</summary>
    Fixed,

    /// <summary><c>d × n</c>.</summary>
    Incrementing,

    /// <summary><c>d × 2ⁿ⁻¹</c>: everybody who failed together comes back together.</summary>
    Exponential,

    /// <summary>Anything from zero to <c>d × 2ⁿ⁻¹</c> ("full jitter").</summary>
    RandomExponential,

    /// <summary><c>d × 2ⁿ⁻¹</c> and up to <c>d</c> more.</summary>
    ExponentialJitter,

    /// <summary>Around <c>d × 2ⁿ⁻¹</c>, spread as Polly does it.</summary>
    DecorrelatedJitter,
}
