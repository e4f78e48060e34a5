namespace StatefulScheduler.Retries;

/// <summary>Wraps an operation once, to call it many times: what a decorator is elsewhere, without proxies or reflection.</summary>
/// <remarks>
/// The wrapped operation is a delegate of the same shape: <c>var fetch = policy.WrapAsync&lt;Uri, string&gt;(client.GetStringAsync); await fetch(uri, cancellationToken);</c>. Each call is one of its own, so it may be called by several
/// threads at once, and by itself. For other options wrap it with <c>policy.With(…)</c>; to learn what a call took, see <see cref="RetryPolicy.TryExecuteAsync{T}"/>.
/// </remarks>
public static class RetryWrapExtensions
{
    /// <summary>Wraps an operation.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried; delays block the thread.</returns>
    public static Func<CancellationToken, T> Wrap<T>(this RetryPolicy policy, Func<CancellationToken, T> operation)
    {
        Check(policy, operation);
        return cancellationToken => policy.Execute(operation, cancellationToken);
    }

    /// <summary>Wraps an operation with an argument.</summary>
    /// <typeparam name="TArgument">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried; delays block the thread.</returns>
    public static Func<TArgument, CancellationToken, T> Wrap<TArgument, T>(this RetryPolicy policy, Func<TArgument, CancellationToken, T> operation)
    {
        Check(policy, operation);
        return (argument, cancellationToken) => policy.Execute(argument, operation, cancellationToken);
    }

    /// <summary>Wraps an operation with two arguments.</summary>
    /// <typeparam name="TFirst">The type of the first argument.</typeparam>
    /// <typeparam name="TSecond">The type of the second argument.</typeparam>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried; delays block the thread.</returns>
    public static Func<TFirst, TSecond, CancellationToken, T> Wrap<TFirst, TSecond, T>(this RetryPolicy policy, Func<TFirst, TSecond, CancellationToken, T> operation)
    {
        Check(policy, operation);
        return (first, second, cancellationToken) => policy.Execute((operation, first, second), static (call, token) => call.operation(call.first, call.second, token), cancellationToken);
    }

    /// <summary>Wraps an asynchronous operation.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried.</returns>
    public static Func<CancellationToken, Task<T>> WrapAsync<T>(this RetryPolicy policy, Func<CancellationToken, Task<T>> operation)
    {
        Check(policy, operation);
        return cancellationToken => policy.ExecuteAsync(operation, cancellationToken);
    }

    /// <summary>Wraps an asynchronous operation with an argument.</summary>
    /// <typeparam name="TArgument">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried.</returns>
    public static Func<TArgument, CancellationToken, Task<T>> WrapAsync<TArgument, T>(this RetryPolicy policy, Func<TArgument, CancellationToken, Task<T>> operation)
    {
        Check(policy, operation);
        return (argument, cancellationToken) => policy.ExecuteAsync(argument, operation, cancellationToken);
    }

    /// <summary>Wraps an asynchronous operation with two arguments.</summary>
    /// <typeparam name="TFirst">The type of the first argument.</typeparam>
    /// <typeparam name="TSecond">The type of the second argument.</typeparam>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried.</returns>
    public static Func<TFirst, TSecond, CancellationToken, Task<T>> WrapAsync<TFirst, TSecond, T>(this RetryPolicy policy, Func<TFirst, TSecond, CancellationToken, Task<T>> operation)
    {
        Check(policy, operation);
        return (first, second, cancellationToken) => policy.ExecuteAsync((operation, first, second), static (call, token) => call.operation(call.first, call.second, token), cancellationToken);
    }

    /// <summary>Wraps an asynchronous operation.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried.</returns>
    public static Func<CancellationToken, ValueTask<T>> WrapAsync<T>(this RetryPolicy policy, Func<CancellationToken, ValueTask<T>> operation)
    {
        Check(policy, operation);
        return cancellationToken => policy.ExecuteAsync(operation, cancellationToken);
    }

    /// <summary>Wraps an asynchronous operation with an argument.</summary>
    /// <typeparam name="TArgument">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried.</returns>
    public static Func<TArgument, CancellationToken, ValueTask<T>> WrapAsync<TArgument, T>(this RetryPolicy policy, Func<TArgument, CancellationToken, ValueTask<T>> operation)
    {
        Check(policy, operation);
        return (argument, cancellationToken) => policy.ExecuteAsync(argument, operation, cancellationToken);
    }

    /// <summary>Wraps an asynchronous operation without result.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried.</returns>
    public static Func<CancellationToken, Task> WrapAsync(this RetryPolicy policy, Func<CancellationToken, Task> operation)
    {
        Check(policy, operation);
        return cancellationToken => policy.ExecuteAsync(operation, cancellationToken);
    }

    /// <summary>Wraps an asynchronous operation without result, with an argument.</summary>
    /// <typeparam name="TArgument">The type of the argument.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The operation, retried.</returns>
    public static Func<TArgument, CancellationToken, Task> WrapAsync<TArgument>(this RetryPolicy policy, Func<TArgument, CancellationToken, Task> operation)
    {
        Check(policy, operation);
        return (argument, cancellationToken) => policy.ExecuteAsync(argument, operation, cancellationToken);
    }

    private static void Check(RetryPolicy policy, Delegate operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
    }
}
