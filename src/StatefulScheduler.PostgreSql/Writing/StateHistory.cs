using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// The table state_history: versions that have been replaced. See HistoryRule.
internal static class StateHistory
{
    // Of many, in one statement.
    private const string KeepMany = """
        INSERT INTO state_history(job, version, schema, at, kind, run_id, actor, reason, state)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::bigint[], $5::smallint[], $6::text[], $7::text[], $8::text[], $9::text[]) ON CONFLICT DO NOTHING
        """;

    private const string PruneMany = "DELETE FROM state_history h USING unnest($1::bigint[], $2::bigint[]) AS i(job, least) WHERE h.job = i.job AND h.version < i.least";

    public static NpgsqlBatchCommand Keep(List<KeptVersion> versions)
    {
        return Sql.Command(
            KeepMany,
            Array(version => version.Job, NpgsqlDbType.Bigint),
            Array(version => version.Version, NpgsqlDbType.Bigint),
            Array(version => version.Schema, NpgsqlDbType.Integer),
            Array(version => version.By.At, NpgsqlDbType.Bigint),
            Array(version => (short)version.By.Kind, NpgsqlDbType.Smallint),
            Array(version => version.By.RunId, NpgsqlDbType.Text),
            Array(version => version.By.Actor, NpgsqlDbType.Text),
            Array(version => version.By.Reason, NpgsqlDbType.Text),
            Array(version => version.State, NpgsqlDbType.Text));

        NpgsqlParameter Array<T>(Func<KeptVersion, T> read, NpgsqlDbType type) => Sql.Array(versions.Select(read).ToArray(), type);
    }

    // Job → the first version that stays.
    public static NpgsqlBatchCommand Prune(Dictionary<long, long> least) =>
        Sql.Command(PruneMany, Sql.Array([.. least.Keys], NpgsqlDbType.Bigint), Sql.Array([.. least.Values], NpgsqlDbType.Bigint));

    public static NpgsqlBatchCommand Prune(string sql, long job, long limit) =>
        Sql.Command(
            sql.Replace("@job", "$1", StringComparison.Ordinal).Replace("@limit", "$2", StringComparison.Ordinal),
            Sql.Bigint(job),
            Sql.Bigint(limit));
}

// A version that is replaced, as it was before.
internal readonly record struct KeptVersion(long Job, long Version, int Schema, StateStamp By, ReadOnlyMemory<byte> State)
{
    public static KeptVersion Of(JobRow row) =>
        new(row.Id, row.StateVersion, row.Lane.StateSchema, row.StateBy with { RunId = row.StateBy.RunIdOf(row.Key) }, row.State.Utf8);
}
