namespace StatefulScheduler;

internal sealed class InlineExecutor : JobExecutor
{
    internal override bool RunsOneByOne => true;

    protected internal override ValueTask<JobOutcome> ExecuteAsync(JobExecution execution, CancellationToken cancellationToken) =>
        execution.InvokeAsync(cancellationToken);
}
