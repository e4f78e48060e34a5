namespace StatefulScheduler.Retries;

// The token of one attempt: the caller's own, unless the attempt or the flow has a time limit.
internal struct AttemptToken
{
    private readonly CancellationToken caller;
    private readonly RetryDeadline? deadline;
    private readonly TimeSpan? timeout;
    private CancellationTokenSource? source;
    private readonly CancellationTokenRegistration ofCaller;
    private readonly CancellationTokenRegistration ofDeadline;

    public AttemptToken(RetryPlan plan, RetryDeadline? deadline, CancellationToken caller)
    {
        this.caller = caller;
        this.deadline = deadline;
        timeout = plan.Options.AttemptTimeout;
        if (timeout is null && deadline is null)
            return;
        source = timeout is { } limit ? new CancellationTokenSource(limit, plan.Time) : new CancellationTokenSource();
        ofCaller = Join(source, caller);
        ofDeadline = Join(source, deadline?.Token ?? default);
    }

    public readonly CancellationToken Token => source?.Token ?? caller;

    // What an attempt threw, with a cancellation that our own limit caused called by its name.
    public readonly Exception Name(Exception exception)
    {
        if (source is not { IsCancellationRequested: true } || exception is not OperationCanceledException || caller.IsCancellationRequested)
            return exception;
        return deadline is { Token.IsCancellationRequested: true }
            ? new TimeoutException($"The deadline at {deadline.At:O} passed while the attempt was made.", exception)
            : new TimeoutException($"The attempt took longer than its limit of {timeout}.", exception);
    }

    public void Dispose()
    {
        if (source is null)
            return;
        ofCaller.Dispose();
        ofDeadline.Dispose();
        source.Dispose();
        source = null;
    }

    private static CancellationTokenRegistration Join(CancellationTokenSource source, CancellationToken token) =>
        token.CanBeCanceled ? token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source) : default;
}
