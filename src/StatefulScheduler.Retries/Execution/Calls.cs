namespace StatefulScheduler.Retries;

// The forms of an operation, as structs so that one loop is compiled for each and no delegate is wrapped. What an operation without result gives is Nothing; one that blocks has ended when it is there.
internal interface ICall<T>
{
    ValueTask<T> InvokeAsync(CancellationToken cancellationToken);

    // The answer when a result was looked at and accepted. A ValueTask may be read only once; one that is a task may be handed on.
    ValueTask<T> Keep(ValueTask<T> completed, T result);
}

internal interface IBlockingCall<T> : ICall<T>
{
    T Invoke(CancellationToken cancellationToken);
}

internal readonly struct ValueTaskCall<T, TState>(TState state, Func<TState, CancellationToken, ValueTask<T>> operation) : ICall<T>
{
    public ValueTask<T> InvokeAsync(CancellationToken cancellationToken) => operation(state, cancellationToken);

    public ValueTask<T> Keep(ValueTask<T> completed, T result) => new(result);
}

internal readonly struct TaskCall<T, TState>(TState state, Func<TState, CancellationToken, Task<T>> operation) : ICall<T>
{
    public ValueTask<T> InvokeAsync(CancellationToken cancellationToken) => new(operation(state, cancellationToken));

    public ValueTask<T> Keep(ValueTask<T> completed, T result) => completed;
}

internal readonly struct VoidValueTaskCall<TState>(TState state, Func<TState, CancellationToken, ValueTask> operation) : ICall<Nothing>
{
    public ValueTask<Nothing> InvokeAsync(CancellationToken cancellationToken) => WithResult.Of(operation(state, cancellationToken));

    public ValueTask<Nothing> Keep(ValueTask<Nothing> completed, Nothing result) => default;
}

internal readonly struct VoidTaskCall<TState>(TState state, Func<TState, CancellationToken, Task> operation) : ICall<Nothing>
{
    public ValueTask<Nothing> InvokeAsync(CancellationToken cancellationToken) => WithResult.Of(new ValueTask(operation(state, cancellationToken)));

    public ValueTask<Nothing> Keep(ValueTask<Nothing> completed, Nothing result) => default;
}

internal readonly struct BlockingCall<T, TState>(TState state, Func<TState, CancellationToken, T> operation) : IBlockingCall<T>
{
    public T Invoke(CancellationToken cancellationToken) => operation(state, cancellationToken);

    public ValueTask<T> InvokeAsync(CancellationToken cancellationToken) => new(operation(state, cancellationToken));

    public ValueTask<T> Keep(ValueTask<T> completed, T result) => new(result);
}

internal readonly struct VoidBlockingCall<TState>(TState state, Action<TState, CancellationToken> operation) : IBlockingCall<Nothing>
{
    public Nothing Invoke(CancellationToken cancellationToken)
    {
        operation(state, cancellationToken);
        return default;
    }

    public ValueTask<Nothing> InvokeAsync(CancellationToken cancellationToken) => new(Invoke(cancellationToken));

    public ValueTask<Nothing> Keep(ValueTask<Nothing> completed, Nothing result) => default;
}
