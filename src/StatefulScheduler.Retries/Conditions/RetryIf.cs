using System.Text.RegularExpressions;

namespace StatefulScheduler.Retries;

/// <summary>Names what is to be retried.</summary>
/// <remarks>
/// A cancellation, which is an <see cref="OperationCanceledException"/> without a time limit behind it, is matched only by conditions that name that type, by
/// <see cref="Always"/> and by code of one's own. An <see cref="OperationCanceledException"/> around a <see cref="TimeoutException"/>, as <see cref="HttpClient"/>
/// throws it, or of a cancelled token that is not the caller's, is an exception like any other.
/// </remarks>
public static class RetryIf
{
    /// <summary>Gets the condition that retries whatever an attempt did.</summary>
    public static RetryCondition Always { get; } = new ConstantCondition(true);

    /// <summary>Gets the condition that retries nothing (but <see cref="TryAgainException"/>).</summary>
    public static RetryCondition Never { get; } = new ConstantCondition(false);

    /// <summary>Gets the condition for failures that tend to pass: timeouts, broken connections, HTTP 408, 429 and 5xx without 501 and 505, and database errors that call themselves transient.</summary>
    public static RetryCondition Transient { get; } = new ExceptionCondition<System.Exception>(TransientFailure.Is, "transient");

    /// <summary>Retries every exception but a cancellation: the rule of a policy that names none.</summary>
    /// <returns>The condition.</returns>
    public static RetryCondition Exception() => ExceptionCondition<System.Exception>.Every;

    /// <summary>Retries exceptions of a type and of those derived from it.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="where">Which of them; left out: all. Called by several threads at once.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition Exception<T>(Func<T, bool>? where = null)
        where T : System.Exception => where is null ? ExceptionCondition<T>.Every : new ExceptionCondition<T>(where, null);

    /// <summary>Retries exceptions of several types and of those derived from them.</summary>
    /// <param name="types">The types; none: matches nothing.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">A type is no exception.</exception>
    public static RetryCondition ExceptionOf(params ReadOnlySpan<Type> types) => new TypesCondition(new(types), TypesRule.These);

    /// <summary>Retries exceptions that are not of a type.</summary>
    /// <typeparam name="T">The type that is not retried, with those derived from it.</typeparam>
    /// <returns>The condition; results are not retried.</returns>
    public static RetryCondition NotException<T>()
        where T : System.Exception => NotExceptionOf(typeof(T));

    /// <summary>Retries exceptions that are of none of several types.</summary>
    /// <param name="types">The types that are not retried, with those derived from them.</param>
    /// <returns>The condition; results are not retried.</returns>
    /// <exception cref="ArgumentException">A type is no exception.</exception>
    public static RetryCondition NotExceptionOf(params ReadOnlySpan<Type> types) => new TypesCondition(new(types), TypesRule.Others);

    /// <summary>Retries everything, results too, until an exception of a type is thrown.</summary>
    /// <typeparam name="T">The type that ends it, with those derived from it.</typeparam>
    /// <returns>The condition.</returns>
    public static RetryCondition UnlessException<T>()
        where T : System.Exception => UnlessExceptionOf(typeof(T));

    /// <summary>Retries everything, results too, until an exception of one of several types is thrown.</summary>
    /// <param name="types">The types that end it, with those derived from them.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">A type is no exception.</exception>
    public static RetryCondition UnlessExceptionOf(params ReadOnlySpan<Type> types) => new TypesCondition(new(types), TypesRule.UntilThese);

    /// <summary>Retries exceptions that were caused by one of a type: somewhere down the inner exceptions, not the exception itself.</summary>
    /// <typeparam name="T">The type of the cause.</typeparam>
    /// <returns>The condition.</returns>
    public static RetryCondition Cause<T>()
        where T : System.Exception => CauseOf(typeof(T));

    /// <summary>Retries exceptions that were caused by one of several types: somewhere down the inner exceptions, not the exception itself.</summary>
    /// <param name="types">The types of the cause.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">A type is no exception.</exception>
    public static RetryCondition CauseOf(params ReadOnlySpan<Type> types) => new TypesCondition(new(types), TypesRule.CausedByThese);

    /// <summary>Retries exceptions with a message.</summary>
    /// <param name="equals">The whole message, compared letter by letter.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition Message(string equals) => new MessageCondition(MessageTest.Equal(equals), Others: false);

    /// <summary>Retries exceptions whose message fits a pattern.</summary>
    /// <param name="pattern">The pattern; it may fit anywhere in the message, unless it is anchored.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition Message(Regex pattern) => new MessageCondition(MessageTest.Fits(pattern), Others: false);

    /// <summary>Retries exceptions with any other message, and every result.</summary>
    /// <param name="equals">The whole message that is not retried, compared letter by letter.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition NotMessage(string equals) => new MessageCondition(MessageTest.Equal(equals), Others: true);

    /// <summary>Retries exceptions whose message does not fit a pattern, and every result.</summary>
    /// <param name="pattern">The pattern of what is not retried.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition NotMessage(Regex pattern) => new MessageCondition(MessageTest.Fits(pattern), Others: true);

    /// <summary>Retries results that are not good enough.</summary>
    /// <typeparam name="T">The type of the results; of a call with another result type, those results are judged that are a <typeparamref name="T"/>.</typeparam>
    /// <param name="bad">Says whether a result is to be retried; called by several threads at once.</param>
    /// <returns>The condition; exceptions are not retried.</returns>
    public static RetryCondition Result<T>(Func<T, bool> bad)
    {
        ArgumentNullException.ThrowIfNull(bad);
        return new ResultCondition<T>(bad, retried: true);
    }

    /// <summary>Retries results until one is good.</summary>
    /// <typeparam name="T">The type of the results; of a call with another result type, those results are judged that are a <typeparamref name="T"/>.</typeparam>
    /// <param name="good">Says whether a result is good; called by several threads at once.</param>
    /// <returns>The condition; exceptions are not retried.</returns>
    public static RetryCondition NotResult<T>(Func<T, bool> good)
    {
        ArgumentNullException.ThrowIfNull(good);
        return new ResultCondition<T>(good, retried: false);
    }

    /// <summary>Retries when a delegate says so.</summary>
    /// <param name="shouldRetry">Decides; called by several threads at once.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition When(Func<RetryState, bool> shouldRetry)
    {
        ArgumentNullException.ThrowIfNull(shouldRetry);
        return new CustomCondition(shouldRetry);
    }

    /// <summary>Retries when a delegate says so that has to be awaited. For asynchronous calls only.</summary>
    /// <param name="shouldRetry">Decides; called by several threads at once.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition WhenAsync(Func<RetryState, CancellationToken, ValueTask<bool>> shouldRetry)
    {
        ArgumentNullException.ThrowIfNull(shouldRetry);
        return new AwaitedCondition(shouldRetry, StrategyNeeds.Results);
    }

    /// <summary>Retries exceptions for which a delegate says so that has to be awaited. For asynchronous calls only.</summary>
    /// <param name="shouldRetry">Decides; called by several threads at once. Not asked about cancellations.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition ExceptionAsync(Func<Exception, CancellationToken, ValueTask<bool>> shouldRetry)
    {
        ArgumentNullException.ThrowIfNull(shouldRetry);
        return new AwaitedCondition(
            (state, cancellationToken) => state.Exception is { } exception && !state.Step.IsCancellation ? shouldRetry(exception, cancellationToken) : new(false), StrategyNeeds.None);
    }

    /// <summary>Retries results for which a delegate says so that has to be awaited. For asynchronous calls only.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="bad">Says whether a result is to be retried; called by several threads at once.</param>
    /// <returns>The condition.</returns>
    public static RetryCondition ResultAsync<T>(Func<T?, CancellationToken, ValueTask<bool>> bad)
    {
        ArgumentNullException.ThrowIfNull(bad);
        return new AwaitedCondition(
            (state, cancellationToken) => !state.Failed && (state.Result is T || (state.Result is null && default(T) is null)) ? bad((T?)state.Result, cancellationToken) : new(false),
            StrategyNeeds.Results);
    }

    /// <summary>Retries as soon as one of several says so.</summary>
    /// <param name="conditions">Asked in order, up to the first that retries; none: never.</param>
    /// <returns>The combination; combinations of the same kind inside it are taken apart.</returns>
    public static RetryCondition Any(params ReadOnlySpan<RetryCondition> conditions) => new AnyCondition(Parts.Flatten<RetryCondition, AnyCondition>(conditions, nameof(conditions)));

    /// <summary>Retries only when all of several say so.</summary>
    /// <param name="conditions">Asked in order, up to the first that does not retry; none: always.</param>
    /// <returns>The combination; combinations of the same kind inside it are taken apart.</returns>
    public static RetryCondition All(params ReadOnlySpan<RetryCondition> conditions) => new AllCondition(Parts.Flatten<RetryCondition, AllCondition>(conditions, nameof(conditions)));
}
