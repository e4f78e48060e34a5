using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// The table state_history: versions that have been replaced. See HistoryRule.
internal sealed class StateHistoryTable(SqliteConnection connection, StatementEcho? echo) : IDisposable
{
    private readonly Dictionary<string, Statement> prunes =
        new[] { HistoryRule.PruneTo, HistoryRule.PruneDecisions, HistoryRule.PruneAge, HistoryRule.PruneBytes }.ToDictionary(sql => sql, sql => new Statement(connection, sql, echo));

    private readonly Statement save = new(
        connection,
        """
        INSERT OR IGNORE INTO state_history(job, version, schema, at, kind, run_id, actor, reason, state)
        VALUES(@id, @version, @schema, @at, @kind, @run, @actor, @reason, @state)
        """,
        echo);

    // Called with the row as it was before the change.
    public void Replacing(JobRow row, StateHistoryPolicy policy, StateChangeKind kind, long now)
    {
        if (!HistoryRule.Keeps(row, policy, kind))
            return;

        var by = row.StateBy;
        save.Start().Add(row.Id).Add(row.StateVersion).Add(row.Lane.StateSchema).Add(by.At).Add((long)by.Kind)
            .Add(by.RunIdOf(row.Key)).Add(by.Actor).Add(by.Reason).AddText(row.State.Utf8.Span).Run();
        foreach (var (sql, limit) in HistoryRule.Prune(row, policy, kind, now))
            prunes[sql].Start().Add(row.Id).Add(limit).Run();
    }

    public void Dispose()
    {
        save.Dispose();
        foreach (var prune in prunes.Values)
            prune.Dispose();
    }
}
