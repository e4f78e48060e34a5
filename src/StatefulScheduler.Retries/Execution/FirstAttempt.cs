namespace StatefulScheduler.Retries;

// What a call has done before the loop begins: nothing, or the first attempt, which needed no loop until it failed.
internal readonly struct FirstAttempt<T>
{
    private FirstAttempt(bool isMade, Exception? exception, T? result) => (IsMade, Exception, Result) = (isMade, exception, result);

    public bool IsMade { get; }

    public Exception? Exception { get; }

    // Looked at already, and to be retried.
    public T? Result { get; }

    public static FirstAttempt<T> Threw(Exception exception) => new(true, exception, default);

    public static FirstAttempt<T> Rejected(T result) => new(true, null, result);
}
