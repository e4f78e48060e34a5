namespace StatefulScheduler.Retries;

/// <summary>Takes the waiting out of retries while a test runs.</summary>
public static class RetryTesting
{
    private static readonly AsyncLocal<TestScope?> Scope = new();
    private static int open;

    // Costs a field to ask while no test is running.
    internal static TestScope? Current => Volatile.Read(ref open) == 0 ? null : Scope.Value;

    /// <summary>Makes every policy that is used inside, on whatever thread the flow leads to, skip its delays; other tests beside it are not touched.</summary>
    /// <param name="maxAttempts">How many attempts are made at most, whatever the policies say; 1 or more. Left out: as they say.</param>
    /// <returns>Ends it when disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAttempts"/> is less than 1.</exception>
    public static IDisposable NoDelays(int? maxAttempts = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAttempts ?? 1, 1, nameof(maxAttempts));
        Interlocked.Increment(ref open);
        var scope = new TestScope(maxAttempts ?? int.MaxValue, Scope.Value);
        Scope.Value = scope;
        return scope;
    }

    internal sealed class TestScope(int maxAttempts, TestScope? outer) : IDisposable
    {
        private int disposed;

        public int MaxAttempts => maxAttempts;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) != 0)
                return;
            Scope.Value = outer;
            Interlocked.Decrement(ref open);
        }
    }
}
