namespace StatefulScheduler.Engine;

// A lambda that reads and assigns job.State itself.
internal sealed class DelegateHandler(string name, HandlerBuilder code, JobJson json, Func<JobContext, CancellationToken, ValueTask> run)
    : JobHandler(name, code, json)
{
    public override ValueTask InvokeAsync(JobContext job, CancellationToken cancellationToken) => run(job, cancellationToken);
}

// A lambda from state to state.
internal sealed class TypedDelegateHandler<TState> : JobHandler
{
    private readonly Func<JobContext<TState>, CancellationToken, ValueTask<TState>> run;

    public TypedDelegateHandler(string name, HandlerBuilder code, JobJson json, Func<JobContext<TState>, CancellationToken, ValueTask<TState>> run)
        : base(name, code, json)
    {
        this.run = run;
        StateType = json.StateType<TState>();
    }

    public override ValueTask InvokeAsync(JobContext job, CancellationToken cancellationToken)
    {
        var typed = job.As<TState>();
        var running = run(typed, cancellationToken);
        if (!running.IsCompletedSuccessfully)
            return AwaitAsync(typed, running);

        typed.Return(running.Result);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask AwaitAsync(JobContext<TState> typed, ValueTask<TState> running) =>
        typed.Return(await running.ConfigureAwait(false));
}
