namespace StatefulScheduler.Benchmarks.Retries;

// What an operation under a policy returns: two bad results, a good one, and from the start.
internal sealed class Outcomes
{
    private int calls;

    // How often the operation without result was called.
    public long Visits { get; private set; }

    public static bool IsBad(int result) => result < 0;

    public int Next()
    {
        calls = calls == 2 ? 0 : calls + 1;
        return calls == 0 ? RetryCalls.Good : -RetryCalls.Good;
    }

    public ValueTask VisitAsync()
    {
        Visits++;
        return default;
    }
}
