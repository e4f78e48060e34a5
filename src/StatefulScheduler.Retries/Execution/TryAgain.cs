namespace StatefulScheduler.Retries;

// A request for another attempt is no failure: the failure is what it was made for.
internal static class TryAgain
{
    public static Exception? Unwrap(Exception? exception) => exception is TryAgainException { InnerException: { } cause } ? Unwrap(cause) : exception;
}
