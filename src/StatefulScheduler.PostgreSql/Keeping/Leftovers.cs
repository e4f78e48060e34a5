using Npgsql;

namespace StatefulScheduler.PostgreSql;

// What has been kept long enough and does not go with its partition: some rows at a time, and none that somebody holds at the moment.
internal sealed class Leftovers(StoreParts parts)
{
    private const int JobsAtOnce = 500;
    private const int ReceiptsAtOnce = 5000;
    private const int RunsAtOnce = 5000;

    // Their runs stay until their day goes: nobody can ask for them any more.
    private const string Jobs =
        "DELETE FROM job WHERE id = ANY(ARRAY(SELECT id FROM job WHERE prune_at <= {now} ORDER BY prune_at LIMIT $2 FOR UPDATE SKIP LOCKED))";

    // An answer that was lost is asked for again within seconds. Receipts are stamped by the server's clock, always.
    private const string Receipts =
        "DELETE FROM receipt WHERE token = ANY(ARRAY(SELECT token FROM receipt WHERE at < statement_timestamp() - interval '1 hour' LIMIT $1 FOR UPDATE SKIP LOCKED))";

    // Walks through the default partition in the order of its key, and removes what is old and not the last run of its job. Answers where it has come to.
    private const string StrayRuns = """
        WITH seen AS MATERIALIZED (
          SELECT r.job, r.fence, r.ended_at FROM job_run_other r WHERE (r.job, r.fence, r.ended_at) > ($1, $2, $3) ORDER BY r.job, r.fence, r.ended_at LIMIT $4),
        gone AS (
          DELETE FROM job_run_other r USING seen s WHERE r.job = s.job AND r.fence = s.fence AND r.ended_at = s.ended_at AND s.ended_at < {now} - $6
            AND NOT EXISTS (SELECT FROM job j WHERE j.id = s.job AND j.last_fence = s.fence AND j.last_run = s.ended_at))
        SELECT job, fence, ended_at FROM seen ORDER BY job DESC, fence DESC, ended_at DESC LIMIT 1
        """;

    private (long Job, long Fence, long EndedAt) walked = Start;

    private static (long Job, long Fence, long EndedAt) Start => (long.MinValue, long.MinValue, long.MinValue);

    public async Task<bool> RemoveJobsAsync(CancellationToken cancellationToken) =>
        await DeleteAsync(Jobs.Replace("{now}", Sql.Now(1), StringComparison.Ordinal), [Sql.Bigint(parts.Time), Sql.Of(JobsAtOnce)], cancellationToken).ConfigureAwait(false) == JobsAtOnce;

    public async Task<bool> RemoveReceiptsAsync(CancellationToken cancellationToken) =>
        await DeleteAsync(Receipts, [Sql.Of(ReceiptsAtOnce)], cancellationToken).ConfigureAwait(false) == ReceiptsAtOnce;

    public async Task<bool> RemoveStrayRunsAsync(CancellationToken cancellationToken)
    {
        walked = await parts.Calls.RunAsync((connection, _) => WalkAsync(connection), cancellationToken).ConfigureAwait(false) ?? Start;
        return walked != Start;
    }

    private Task<int> DeleteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        parts.Calls.RunAsync(async (connection, _) =>
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Sql.Command(sql, [.. parameters.Select(parameter => parameter.Clone())]) } };
            return await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }, cancellationToken);

    // Null: it has come to the end.
    private async Task<(long Job, long Fence, long EndedAt)?> WalkAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(StrayRuns.Replace("{now}", Sql.Now(5), StringComparison.Ordinal), connection)
        {
            Parameters =
            {
                Sql.Of(walked.Job), Sql.Of(walked.Fence), Sql.Of(walked.EndedAt), Sql.Of(RunsAtOnce), Sql.Bigint(parts.Time), Sql.Of(parts.Options.KeepRunsFor.Ticks),
            },
        };
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)) : null;
    }
}
