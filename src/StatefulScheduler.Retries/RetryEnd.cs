namespace StatefulScheduler.Retries;

/// <summary>Says why a call was not tried again.</summary>
public enum RetryEnd
{
    /// <summary>The last attempt returned, and its result was accepted.</summary>
    Succeeded,

    /// <summary>The last attempt threw what is not to be retried.</summary>
    NotRetryable,

    /// <summary>The stop strategy had enough, or the wait strategy said to give up.</summary>
    Stopped,

    /// <summary>The budget had no retry left.</summary>
    BudgetExhausted,

    /// <summary>The next attempt would have begun after the <see cref="RetryDeadline"/>.</summary>
    DeadlineReached,

    /// <summary>The caller's token was cancelled.</summary>
    Cancelled,

    /// <summary>The policy is disabled, and the operation failed.</summary>
    Disabled,

    /// <summary>The operation failed once, and whether to try again is left to the outer policy.</summary>
    LeftToOuter,
}
