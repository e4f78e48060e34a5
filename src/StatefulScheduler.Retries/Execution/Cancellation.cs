namespace StatefulScheduler.Retries;

// When is an OperationCanceledException a cancellation, and when a timeout that only looks like one?
internal static class Cancellation
{
    // HttpClient reports its timeout as a TaskCanceledException around a TimeoutException. A token that is cancelled while the caller's is not belongs
    // to somebody's time limit. Anything else was meant.
    public static bool IsMeant(OperationCanceledException exception, CancellationToken caller)
    {
        if (exception.InnerException is TimeoutException)
            return caller.IsCancellationRequested;
        return caller.IsCancellationRequested || !exception.CancellationToken.IsCancellationRequested;
    }
}
