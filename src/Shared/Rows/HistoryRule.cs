namespace StatefulScheduler.Stores.Rows;

// Which replaced versions of a state are kept. The current one stands in the job's own row, and moves to the table state_history when it is replaced, if
// it was a kept kind itself or the change that replaces it is. So an ordinary run's commit writes nothing there, unless all versions are kept.
internal static class HistoryRule
{
    public const long LongestHistory = 16 << 20;

    // Parameters: job, limit.
    public const string PruneTo = "DELETE FROM state_history WHERE job = @job AND version < @limit";

    public const string PruneAge = "DELETE FROM state_history WHERE job = @job AND at < @limit";

    public const string PruneBytes = """
        DELETE FROM state_history WHERE job = @job AND version <= (SELECT max(version) FROM
          (SELECT version, sum(octet_length(state)) OVER (ORDER BY version DESC) AS total FROM state_history WHERE job = @job) AS sizes WHERE total > @limit)
        """;

    // Decisions are kept with the version that each replaced, which is the one before it.
    public static readonly string PruneDecisions = $"""
        DELETE FROM state_history WHERE job = @job AND version < -1 +
          (SELECT version FROM state_history WHERE job = @job AND kind NOT IN ({Ordinary}) ORDER BY version DESC LIMIT 1 OFFSET @limit)
        """;

    // Counting bytes reads the whole history: at each change of a large state, else now and then.
    private const int LargeState = 256 << 10;
    private const int CountEvery = 64;

    // The kinds of an ordinary run, as the table stores them.
    public static string Ordinary => $"{(int)StateChangeKind.Checkpoint}, {(int)StateChangeKind.RunSucceeded}";

    public static bool Keeps(JobRow replaced, StateHistoryPolicy policy, StateChangeKind by) => policy.Keeps(by) || policy.Keeps(replaced.StateBy.Kind);

    // What is to be deleted when this version, kept already, is replaced.
    public static IEnumerable<(string Sql, long Limit)> Prune(JobRow replaced, StateHistoryPolicy policy, StateChangeKind by, long now)
    {
        var next = replaced.StateVersion + 1;
        if (policy.Count is { } count)
            yield return policy.Mode == StateHistoryMode.All ? (PruneTo, next - count + 1) : Decisions(policy.Keeps(by) ? count - 1 : count, next);
        if (policy.Age is { } age && now > age.Ticks)
            yield return (PruneAge, now - age.Ticks);
        if (replaced.State.Utf8.Length >= LargeState || next % CountEvery == 0)
            yield return (PruneBytes, LongestHistory);
    }

    private static (string Sql, long Limit) Decisions(int count, long next) => count <= 0 ? (PruneTo, next - 1) : (PruneDecisions, count - 1);
}
