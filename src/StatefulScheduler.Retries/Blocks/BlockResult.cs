namespace StatefulScheduler.Retries;

// What the two block forms have in common.
internal static class BlockResult
{
    public static bool TryGet<T>(BlockRun run, out T? result)
    {
        var found = run.Outcome is { Exception: null, Value: T };
        result = found ? (T?)run.Outcome!.Value.Value : default;
        return found;
    }

    // Attempts that two loops shared would be counted together: both would make too few.
    public static void Take(ref bool isTaken, string method)
    {
        if (Interlocked.Exchange(ref isTaken, true))
            throw new InvalidOperationException($"These attempts belong to a loop already. Call {method} for each loop.");
    }
}
