namespace StatefulScheduler.Retries.Tests;

internal static class Some
{
    public static TimeSpan Second { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static RetryState Attempt(int number, Exception? exception = null, object? result = null) => new() { AttemptNumber = number, Exception = exception, Result = result };

    public static RetryState Threw<T>(string message = "x")
        where T : Exception => new() { Exception = (Exception)Activator.CreateInstance(typeof(T), message)! };

    public static RetryState Returned(object? result) => new() { Result = result };
}

// An operation that does what its script says, attempt by attempt; the last entry repeats. An exception is thrown, anything else returned.
internal sealed class Script(params object?[] outcomes)
{
    public int Calls { get; private set; }

    public List<CancellationToken> Tokens { get; } = [];

    public object? Call(CancellationToken cancellationToken = default)
    {
        Tokens.Add(cancellationToken);
        var outcome = outcomes[Math.Min(Calls++, outcomes.Length - 1)];
        return outcome is Exception exception ? throw exception : outcome;
    }

    public ValueTask<object?> CallAsync(CancellationToken cancellationToken) => new(Call(cancellationToken));

    public async ValueTask<object?> YieldAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Call(cancellationToken);
    }
}
