namespace StatefulScheduler.Retries;

/// <summary>Retries operations that return a <see cref="Task"/>. Extensions, so that an asynchronous lambda, which could be either, becomes a <see cref="ValueTask"/>.</summary>
public static class RetryTaskExtensions
{
    /// <summary>Calls an asynchronous operation until the policy is content.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. It is given the token of the attempt, which is the caller's unless there is a time limit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the last attempt returned.</returns>
    public static Task<T> ExecuteAsync<T>(this RetryPolicy policy, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return policy.ExecuteAsync(operation, static (run, token) => run(token), cancellationToken);
    }

    /// <summary>Calls an asynchronous operation until the policy is content; a static lambda with a state needs no closure.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <typeparam name="TState">The type of what it is given.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="state">What it is given.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the last attempt returned.</returns>
    public static Task<T> ExecuteAsync<T, TState>(this RetryPolicy policy, TState state, Func<TState, CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return RetryCalls.ExecuteAsync<TaskCall<T, TState>, T>(policy.Plan, new(state, operation), cancellationToken).AsTask();
    }

    /// <summary>Calls an asynchronous operation without result until the policy is content.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. It is given the token of the attempt, which is the caller's unless there is a time limit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Done when the last attempt is.</returns>
    public static Task ExecuteAsync(this RetryPolicy policy, Func<CancellationToken, Task> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return policy.ExecuteAsync(operation, static (run, token) => run(token), cancellationToken);
    }

    /// <summary>Calls an asynchronous operation without result until the policy is content; a static lambda with a state needs no closure.</summary>
    /// <typeparam name="TState">The type of what it is given.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="state">What it is given.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Done when the last attempt is.</returns>
    public static Task ExecuteAsync<TState>(this RetryPolicy policy, TState state, Func<TState, CancellationToken, Task> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        var running = RetryCalls.ExecuteAsync<VoidTaskCall<TState>, Nothing>(policy.Plan, new(state, operation), cancellationToken);
        return running.IsCompletedSuccessfully ? Task.CompletedTask : running.AsTask();
    }
}
