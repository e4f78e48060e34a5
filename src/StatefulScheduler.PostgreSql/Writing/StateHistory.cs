using Npgsql;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// The table state_history: versions that have been replaced. See HistoryRule.
internal static class StateHistory
{
    // The row as it was before the change.
    public static NpgsqlBatchCommand Keep(JobRow row)
    {
        var by = row.StateBy;
        return Sql.Command(
            "INSERT INTO state_history(job, version, schema, at, kind, run_id, actor, reason, state) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            Sql.Bigint(row.Id),
            Sql.Bigint(row.StateVersion),
            Sql.Of(row.Lane.StateSchema),
            Sql.Bigint(by.At),
            Sql.Of((short)by.Kind),
            Sql.Text(by.RunIdOf(row.Key)),
            Sql.Text(by.Actor),
            Sql.Text(by.Reason),
            new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = row.State.Utf8, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
    }

    public static NpgsqlBatchCommand Prune(string sql, long job, long limit) =>
        Sql.Command(
            sql.Replace("@job", "$1", StringComparison.Ordinal).Replace("@limit", "$2", StringComparison.Ordinal),
            Sql.Bigint(job),
            Sql.Bigint(limit));
}
