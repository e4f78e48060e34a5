namespace StatefulScheduler.Retries;

/// <summary>Lets an exception or a result say when the next attempt is welcome; <see cref="Wait.RetryAfter"/> asks it.</summary>
public interface IRetryAfter
{
    /// <summary>Gets how long to wait before the next attempt, counted from the end of this one.</summary>
    /// <value>Null: nothing is known. Zero or more: no attempt begins earlier. Negative: do not retry.</value>
    TimeSpan? RetryAfter { get; }
}
