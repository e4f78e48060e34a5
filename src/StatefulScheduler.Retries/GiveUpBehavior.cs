namespace StatefulScheduler.Retries;

/// <summary>Says what the caller gets when the policy gives up and the last attempt threw.</summary>
public enum GiveUpBehavior
{
    /// <summary>The exception of the last attempt itself; <see cref="RetryStatistics.TryGet"/> reads from it how often it was tried.</summary>
    Rethrow,

    /// <summary>A <see cref="RetryExhaustedException"/>, or what <see cref="RetryOptions.CreateException"/> makes, around it.</summary>
    Wrap,
}
