using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// The table state_history: versions that have been replaced. The current one stands in the job's own row, and moves here when it is replaced, if it was
// a kept kind itself or the change that replaces it is. So an ordinary run's commit writes nothing here, unless all versions are kept.
internal sealed class StateHistoryTable : IDisposable
{
    public const long LongestHistory = 16 << 20;

    // Counting bytes reads the whole history: at each change of a large state, else now and then.
    private const int LargeState = 256 << 10;
    private const int CountEvery = 64;

    private static readonly string Ordinary = $"({(int)StateChangeKind.Checkpoint}, {(int)StateChangeKind.RunSucceeded})";

    private readonly Statement save;
    private readonly Statement pruneTo;
    private readonly Statement pruneDecisions;
    private readonly Statement pruneAge;
    private readonly Statement pruneBytes;

    public StateHistoryTable(SqliteConnection connection, StatementEcho? echo)
    {
        save = new(
            connection,
            """
            INSERT OR IGNORE INTO state_history(job, version, schema, at, kind, run_id, actor, reason, state)
            VALUES(@id, @version, @schema, @at, @kind, @run, @actor, @reason, @state)
            """,
            echo);
        pruneTo = new(connection, "DELETE FROM state_history WHERE job = @id AND version < @version", echo);
        // Decisions are kept with the version that each replaced, which is the one before it.
        pruneDecisions = new(
            connection,
            $"""
            DELETE FROM state_history WHERE job = @id AND version < -1 +
              (SELECT version FROM state_history WHERE job = @id AND kind NOT IN {Ordinary} ORDER BY version DESC LIMIT 1 OFFSET @offset)
            """,
            echo);
        pruneAge = new(connection, "DELETE FROM state_history WHERE job = @id AND at < @before", echo);
        pruneBytes = new(
            connection,
            """
            DELETE FROM state_history WHERE job = @id AND version <= (SELECT max(version) FROM
              (SELECT version, sum(octet_length(state)) OVER (ORDER BY version DESC) AS total FROM state_history WHERE job = @id) WHERE total > @bytes)
            """,
            echo);
    }

    // Called with the row as it was before the change.
    public void Replacing(JobRow row, StateHistoryPolicy policy, StateChangeKind kind, long now)
    {
        if (!policy.Keeps(kind) && !policy.Keeps(row.StateBy.Kind))
            return;

        var by = row.StateBy;
        save.Start().Add(row.Id).Add(row.StateVersion).Add(row.Lane.StateSchema).Add(by.At).Add((long)by.Kind)
            .Add(by.Fence == 0 ? by.RunId : row.RunId(by.Fence, by.RunId)).Add(by.Actor).Add(by.Reason).AddText(row.State.Utf8.Span).Run();
        Prune(row, policy, kind, now);
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[save, pruneTo, pruneDecisions, pruneAge, pruneBytes])
            statement.Dispose();
    }

    private void Prune(JobRow row, StateHistoryPolicy policy, StateChangeKind kind, long now)
    {
        var next = row.StateVersion + 1;
        if (policy.Count is { } count)
        {
            if (policy.Mode == StateHistoryMode.All)
                pruneTo.Start().Add(row.Id).Add(next - count + 1).Run();
            else
                PruneDecisions(row, policy.Keeps(kind) ? count - 1 : count, next);
        }

        if (policy.Age is { } age && now > age.Ticks)
            pruneAge.Start().Add(row.Id).Add(now - age.Ticks).Run();
        if (row.State.Utf8.Length >= LargeState || next % CountEvery == 0)
            pruneBytes.Start().Add(row.Id).Add(LongestHistory).Run();
    }

    private void PruneDecisions(JobRow row, int count, long next)
    {
        if (count <= 0)
            pruneTo.Start().Add(row.Id).Add(next - 1).Run();
        else
            pruneDecisions.Start().Add(row.Id).Add(count - 1).Run();
    }
}
