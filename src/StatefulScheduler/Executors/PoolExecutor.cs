namespace StatefulScheduler;

// The pump that claimed the job is on the pool already: a job that completes at once costs no hop, one that waits frees the thread.
internal sealed class PoolExecutor(int maxConcurrentRuns) : JobExecutor, IDisposable
{
    private readonly SemaphoreSlim? slots = maxConcurrentRuns == int.MaxValue ? null : new(maxConcurrentRuns);

    public void Dispose() => slots?.Dispose();

    protected internal override ValueTask<JobOutcome> ExecuteAsync(JobExecution execution, CancellationToken cancellationToken) =>
        slots is null ? execution.InvokeAsync(cancellationToken) : WithSlotAsync(slots, execution, cancellationToken);

    private static async ValueTask<JobOutcome> WithSlotAsync(SemaphoreSlim slots, JobExecution execution, CancellationToken cancellationToken)
    {
        try
        {
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return execution.Cancelled(exception);
        }

        try
        {
            return await execution.InvokeAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }
}
