namespace StatefulScheduler.Retries;

// The token of an attempt that has a time limit, or is made under a deadline.
internal sealed class AttemptLimit : IDisposable
{
    private readonly CancellationToken caller;
    private readonly RetryDeadline? deadline;
    private readonly TimeSpan? timeout;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration ofCaller;
    private readonly CancellationTokenRegistration ofDeadline;

    private AttemptLimit(RetryPlan plan, RetryDeadline? deadline, CancellationToken caller)
    {
        this.caller = caller;
        this.deadline = deadline;
        timeout = plan.Options.AttemptTimeout;
        source = timeout is { } limit ? new CancellationTokenSource(limit, plan.Time) : new CancellationTokenSource();
        ofCaller = Join(source, caller);
        ofDeadline = Join(source, deadline?.Token ?? default);
    }

    public CancellationToken Token => source.Token;

    public static AttemptLimit? Of(RetryPlan plan, RetryDeadline? deadline, CancellationToken caller) =>
        plan.Options.AttemptTimeout is null && deadline is null ? null : new AttemptLimit(plan, deadline, caller);

    // What an attempt threw, with a cancellation that our own limit caused called by its name.
    public Exception Name(Exception exception)
    {
        if (!source.IsCancellationRequested || exception is not OperationCanceledException || caller.IsCancellationRequested)
            return exception;
        return deadline is { Token.IsCancellationRequested: true }
            ? deadline.Passed("passed while the attempt was made", exception)
            : new TimeoutException($"The attempt took longer than its limit of {timeout}.", exception);
    }

    public void Dispose()
    {
        ofCaller.Dispose();
        ofDeadline.Dispose();
        source.Dispose();
    }

    private static CancellationTokenRegistration Join(CancellationTokenSource source, CancellationToken token) =>
        token.CanBeCanceled ? token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source) : default;
}
