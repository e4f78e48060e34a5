using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Retries;

/// <summary>Says what a <see cref="RetryPolicy"/> does. Everything that is set applies; nothing needs to be.</summary>
/// <remarks>
/// The first half are plain values, which a host can bind from its configuration (<c>services.Configure&lt;RetryOptions&gt;("payments", section)</c>); the second half
/// is code. A policy copies its options when it is made: to change them afterwards changes nothing. Not for several threads at once while it is being set.
/// </remarks>
public sealed class RetryOptions
{
    /// <summary>Gets or sets how many attempts are made at most, the first included.</summary>
    /// <value>1 or more. The default is null: 3, if neither <see cref="MaxDuration"/> nor <see cref="Stop"/> is set, else no limit of its own.</value>
    public int? MaxAttempts { get; set; }

    /// <summary>Gets or sets how long a call may be retried: no delay is begun that would end later than so long after the first attempt began.</summary>
    /// <value>More than zero. The default is null: no limit. It does not interrupt an attempt; <see cref="AttemptTimeout"/> and <see cref="RetryDeadline"/> do.</value>
    public TimeSpan? MaxDuration { get; set; }

    /// <summary>Gets or sets after how long an attempt's token is cancelled. An attempt that ends by it has failed with a <see cref="TimeoutException"/>.</summary>
    /// <value>1 millisecond to 49 days. The default is null: no limit. Code that ignores its token is not interrupted.</value>
    public TimeSpan? AttemptTimeout { get; set; }

    /// <summary>Gets or sets how delays grow.</summary>
    /// <value>The default is null: <see cref="BackoffKind.RandomExponential"/>. Not together with <see cref="Wait"/>.</value>
    public BackoffKind? Backoff { get; set; }

    /// <summary>Gets or sets the first delay, or where delays are random, its upper end.</summary>
    /// <value>Zero or more. The default is null: 200 milliseconds. Not together with <see cref="Wait"/>.</value>
    public TimeSpan? Delay { get; set; }

    /// <summary>Gets or sets the longest delay.</summary>
    /// <value>At least <see cref="Delay"/>. The default is null: 30 seconds, or <see cref="Delay"/> if that is longer. Not together with <see cref="Wait"/>.</value>
    public TimeSpan? MaxDelay { get; set; }

    /// <summary>Gets or sets the longest Retry-After that is waited for. Who asks for more is not called again: the call ends at once with what it got.</summary>
    /// <value>Zero or more. The default is 1 minute. Without effect when <see cref="Wait"/> is set: then <see cref="Retries.Wait.RetryAfter"/> says it.</value>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets whether anything is retried at all.</summary>
    /// <value>The default is true. False: the operation is called once, no hook is called, and what it does is what the caller gets.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets what the caller gets when the last attempt threw.</summary>
    /// <value>
    /// The default is null: <see cref="GiveUpBehavior.Wrap"/> if <see cref="CreateException"/> is set, else <see cref="GiveUpBehavior.Rethrow"/>. A last attempt
    /// that returned a result which was to be retried always ends in an exception (<see cref="RetryExhaustedException"/>), unless there is a <see cref="Fallback"/>.
    /// </value>
    public GiveUpBehavior? OnGiveUp { get; set; }

    /// <summary>Gets or sets what retries inside retries do.</summary>
    /// <value>The default is <see cref="RetryNesting.Multiply"/>.</value>
    public RetryNesting Nesting { get; set; }

    /// <summary>Gets or sets the name of the budget that the retries are taken from, as added by <c>AddRetryBudget</c>.</summary>
    /// <value>The default is null: none. Only policies made by <c>AddRetry</c> know names; code sets <see cref="SharedBudget"/>.</value>
    public string? Budget { get; set; }

    /// <summary>Gets or sets when to stop, beside <see cref="MaxAttempts"/> and <see cref="MaxDuration"/>.</summary>
    /// <value>The default is null: those alone.</value>
    public StopStrategy? Stop { get; set; }

    /// <summary>Gets or sets how long to wait, in place of <see cref="Backoff"/>, <see cref="Delay"/> and <see cref="MaxDelay"/>.</summary>
    /// <value>The default is null: those say it, and a Retry-After goes before them.</value>
    public WaitStrategy? Wait { get; set; }

    /// <summary>Gets or sets what is retried.</summary>
    /// <value>The default is null: every exception but a cancellation.</value>
    public RetryCondition? RetryIf { get; set; }

    /// <summary>Gets or sets the budget that the retries are taken from; several policies may share one.</summary>
    /// <value>The default is null: none, unless <see cref="Budget"/> names one.</value>
    public RetryBudget? SharedBudget { get; set; }

    /// <summary>Gets or sets what is called before each attempt, the first included. What it throws ends the call.</summary>
    /// <value>The default is null.</value>
    public Action<RetryState>? Before { get; set; }

    /// <summary>Gets or sets what is called after each attempt that is to be retried. What it throws ends the call.</summary>
    /// <value>The default is null.</value>
    public Action<RetryState>? After { get; set; }

    /// <summary>Gets or sets what is called before each delay, a delay of zero included. What it throws ends the call.</summary>
    /// <value>The default is null.</value>
    public Action<RetryState>? BeforeDelay { get; set; }

    /// <summary>Gets or sets what is called and awaited before each delay, after <see cref="BeforeDelay"/>. A synchronous call blocks until it is done.</summary>
    /// <value>The default is null.</value>
    public Func<RetryState, CancellationToken, ValueTask>? BeforeDelayAsync { get; set; }

    /// <summary>Gets or sets what is thrown when the policy gives up, in place of <see cref="RetryExhaustedException"/>.</summary>
    /// <value>The default is null.</value>
    public Func<RetryState, Exception>? CreateException { get; set; }

    /// <summary>Gets or sets what is returned when the policy gives up, whatever <see cref="OnGiveUp"/> says.</summary>
    /// <value>The default is null: an exception is thrown. What it returns must fit the call's result type; a call without result does not look at it.</value>
    public Func<RetryState, object?>? Fallback { get; set; }

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is null: the system's; in <c>AddRetry</c> the registered <see cref="System.TimeProvider"/>, if there is one.</value>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>Gets or sets the source of randomness: numbers from 0 up to, not including, 1. Called by several threads at once.</summary>
    /// <value>The default is null: a good one. For tests.</value>
    public Func<double>? Randomizer { get; set; }

    /// <summary>Gets or sets where it is told what becomes of attempts.</summary>
    /// <value>The default is null: nowhere; in <c>AddRetry</c> the category <c>StatefulScheduler.Retries</c> of the host's logging.</value>
    public ILogger? Logger { get; set; }

    internal RetryOptions Copy() => (RetryOptions)MemberwiseClone();
}
