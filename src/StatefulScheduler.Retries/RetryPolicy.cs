using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

/// <summary>Calls operations, and calls them again when they fail in a way that may pass: what is retried, how long to wait and when to stop is said once, in its options.</summary>
/// <remarks>
/// <para>
/// Make a policy once and use it often: <c>new RetryPolicy(new() { MaxAttempts = 5, RetryIf = RetryIf.Exception&lt;TimeoutException&gt;() })</c>. Nothing is shared between two calls, so a policy may be
/// used by any number of threads, and inside itself. A call that succeeds at once allocates nothing.
/// </para>
/// <para>
/// What an operation throws at last is what the caller gets, unless the options say otherwise. Once the caller's token is cancelled no further attempt begins and a delay ends at once; the caller
/// gets an <see cref="OperationCanceledException"/> with the last error inside. Results that are retried are disposed of if they can be.
/// </para>
/// <para>Operations that return a <see cref="Task"/> and delegates that are wrapped once are extensions: <see cref="RetryTaskExtensions"/>, <see cref="RetryWrapExtensions"/>.</para>
/// </remarks>
public sealed class RetryPolicy
{
    private RetryPlan plan;

    /// <summary>Makes a policy.</summary>
    /// <param name="options">What it does; left out: 3 attempts, and between them a random wait of up to 200, then up to 400 milliseconds.</param>
    /// <param name="name">What logs, metrics and exceptions call it.</param>
    /// <exception cref="ArgumentException">Options cannot be used; the text names each with its value and the rule.</exception>
    public RetryPolicy(RetryOptions? options = null, string? name = null)
    {
        options ??= new();
        RetryOptionsRules.Check(options, nameof(options));
        plan = new RetryPlan(options.Copy(), name);
    }

    internal RetryPolicy(RetryPlan plan) => this.plan = plan;

    /// <summary>Gets the policy that nothing was said about: 3 attempts, and between them a random wait of up to 200, then up to 400 milliseconds.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>Gets the policy that calls once and retries nothing.</summary>
    public static RetryPolicy None { get; } = new(new RetryOptions { Enabled = false });

    /// <summary>Gets what logs, metrics and exceptions call it; null when it has no name.</summary>
    public string? Name => Plan.Name;

    // A policy of a host gets a new plan when its configuration changes; calls under way go on with theirs.
    internal RetryPlan Plan
    {
        get => Volatile.Read(ref plan);
        set => Volatile.Write(ref plan, value);
    }

    /// <summary>Makes a policy that differs in some options.</summary>
    /// <param name="change">Changes a copy of this policy's options.</param>
    /// <returns>The other policy, of the same name; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">The changed options cannot be used.</exception>
    public RetryPolicy With(Action<RetryOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var options = Plan.Options.Copy();
        change(options);
        return new RetryPolicy(options, Name);
    }

    /// <summary>Calls an asynchronous operation until the policy is content.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="operation">The operation. It is given the token of the attempt, which is the caller's unless there is a time limit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the last attempt returned.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(operation, static (run, token) => run(token), cancellationToken);
    }

    /// <summary>Calls an asynchronous operation until the policy is content; a static lambda with a state needs no closure.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <typeparam name="TState">The type of what it is given.</typeparam>
    /// <param name="state">What it is given.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the last attempt returned.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<T> ExecuteAsync<T, TState>(TState state, Func<TState, CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RetryCalls.ExecuteAsync<ValueTaskCall<T, TState>, T>(Plan, new(state, operation), cancellationToken);
    }

    /// <summary>Calls an asynchronous operation without result until the policy is content.</summary>
    /// <param name="operation">The operation. It is given the token of the attempt, which is the caller's unless there is a time limit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Done when the last attempt is.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask ExecuteAsync(Func<CancellationToken, ValueTask> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(operation, static (run, token) => run(token), cancellationToken);
    }

    /// <summary>Calls an asynchronous operation without result until the policy is content; a static lambda with a state needs no closure.</summary>
    /// <typeparam name="TState">The type of what it is given.</typeparam>
    /// <param name="state">What it is given.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Done when the last attempt is.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask ExecuteAsync<TState>(TState state, Func<TState, CancellationToken, ValueTask> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return WithoutResult.Of(RetryCalls.ExecuteAsync<VoidValueTaskCall<TState>, Nothing>(Plan, new(state, operation), cancellationToken));
    }

    /// <summary>Calls an operation until the policy is content; delays block the thread.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="operation">The operation. It is given the token of the attempt, which is the caller's unless there is a time limit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the last attempt returned.</returns>
    public T Execute<T>(Func<CancellationToken, T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Execute(operation, static (run, token) => run(token), cancellationToken);
    }

    /// <summary>Calls an operation until the policy is content; delays block the thread. A static lambda with a state needs no closure.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <typeparam name="TState">The type of what it is given.</typeparam>
    /// <param name="state">What it is given.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the last attempt returned.</returns>
    public T Execute<T, TState>(TState state, Func<TState, CancellationToken, T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return BlockingRetryCalls.Execute<BlockingCall<T, TState>, T>(Plan, new(state, operation), cancellationToken);
    }

    /// <summary>Calls an operation without result until the policy is content; delays block the thread.</summary>
    /// <param name="operation">The operation. It is given the token of the attempt, which is the caller's unless there is a time limit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public void Execute(Action<CancellationToken> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Execute(operation, static (run, token) => run(token), cancellationToken);
    }

    /// <summary>Calls an operation without result until the policy is content; delays block the thread. A static lambda with a state needs no closure.</summary>
    /// <typeparam name="TState">The type of what it is given.</typeparam>
    /// <param name="state">What it is given.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public void Execute<TState>(TState state, Action<TState, CancellationToken> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        BlockingRetryCalls.Execute<VoidBlockingCall<TState>, Nothing>(Plan, new(state, operation), cancellationToken);
    }

    /// <summary>Calls an asynchronous operation until the policy is content, and tells how that went instead of throwing. Throws only what hooks and strategies throw.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="operation">The operation. It is given the token of the attempt, which is the caller's unless there is a time limit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The result or the exception, why there was no further attempt, and what the call took.</returns>
    public ValueTask<RetryOutcome<T>> TryExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return TryExecuteAsync(operation, static (run, token) => run(token), cancellationToken);
    }

    /// <summary>Calls an asynchronous operation until the policy is content, and tells how that went instead of throwing. A static lambda with a state needs no closure.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <typeparam name="TState">The type of what it is given.</typeparam>
    /// <param name="state">What it is given.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The result or the exception, why there was no further attempt, and what the call took.</returns>
    public ValueTask<RetryOutcome<T>> TryExecuteAsync<T, TState>(TState state, Func<TState, CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RetryCalls.TryExecuteAsync<ValueTaskCall<T, TState>, T>(Plan, new(state, operation), cancellationToken);
    }

    /// <summary>Calls an operation until the policy is content, and tells how that went instead of throwing; delays block the thread.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The result or the exception, why there was no further attempt, and what the call took.</returns>
    public RetryOutcome<T> TryExecute<T>(Func<CancellationToken, T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return BlockingRetryCalls.TryExecute<BlockingCall<T, Func<CancellationToken, T>>, T>(Plan, new(operation, static (run, token) => run(token)), cancellationToken);
    }

    /// <summary>Retries a block of code in an <c>await foreach</c>; see <see cref="AsyncRetryAttempts"/>.</summary>
    /// <param name="cancellationToken">Ends the loop.</param>
    /// <returns>The attempts, for one loop.</returns>
    public AsyncRetryAttempts AttemptsAsync(CancellationToken cancellationToken = default) => new(Plan, cancellationToken);

    /// <summary>Retries a block of code in a <c>foreach</c>; see <see cref="RetryAttempts"/>. Delays block the thread.</summary>
    /// <param name="cancellationToken">Ends the loop.</param>
    /// <returns>The attempts, for one loop.</returns>
    public RetryAttempts Attempts(CancellationToken cancellationToken = default) => new(Plan, cancellationToken);

    /// <summary>Decides what follows an attempt that threw: the step that the calls of this policy take too, for retries that are kept in a store and outlive the process.</summary>
    /// <param name="progress">Where the retries stand, with the attempt that has just ended.</param>
    /// <param name="exception">What it threw.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="deadline">No delay may end then or later; left out: no deadline.</param>
    /// <returns>The decision.</returns>
    /// <remarks>Pure: the same arguments give the same decision, random delays included; no clock is read, no hook called, no budget asked.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The attempt's number is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The policy has a condition that has to be awaited.</exception>
    public RetryDecision Decide(in RetryProgress progress, Exception exception, DateTimeOffset now, DateTimeOffset? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return RetryDecider.Decide<Nothing>(Plan, progress, exception, default, now, deadline);
    }

    /// <summary>Decides what follows an attempt that returned.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="progress">Where the retries stand, with the attempt that has just ended.</param>
    /// <param name="result">What it returned.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="deadline">No delay may end then or later; left out: no deadline.</param>
    /// <returns>The decision; its end is <see cref="RetryEnd.Succeeded"/> when the result is accepted.</returns>
    /// <remarks>Pure, as <see cref="Decide"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The attempt's number is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The policy has a condition that has to be awaited.</exception>
    public RetryDecision DecideResult<T>(in RetryProgress progress, T result, DateTimeOffset now, DateTimeOffset? deadline = null) =>
        RetryDecider.Decide(Plan, progress, null, result, now, deadline);

    /// <summary>Tells which delays are to be expected, if every attempt fails and nobody says when to come back.</summary>
    /// <param name="count">How many delays; zero or more.</param>
    /// <returns>The delays after the attempts 1, 2, 3, …; fewer where the number of attempts is limited.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IReadOnlyList<DelayRange> PreviewDelays(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var current = Plan;
        var attempts = current.Options.Enabled ? current.Stop.AttemptLimit : 1;
        return [.. Enumerable.Range(1, Math.Min(count, attempts - 1)).Select(current.Wait.Range)];
    }

    /// <summary>Says in words what the policy does.</summary>
    /// <returns>Such as <c>retry 'payments': any exception; wait 200 ms × 2ⁿ⁻¹, at most 30 s, full jitter; stop after 3 attempts</c>.</returns>
    public override string ToString() => Plan.ToString();
}
