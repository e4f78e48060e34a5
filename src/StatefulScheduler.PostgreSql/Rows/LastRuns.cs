using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql;

// The last run that ended of some jobs. Their rows say where it stands, so that only the partition of its day is looked at.
internal static class LastRuns
{
    public static async ValueTask<Dictionary<(long Job, long Fence), JobRun>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<(long Job, long Fence, long EndedAt, string Key)> last, JobSerializer serializer)
    {
        var found = new Dictionary<(long, long), JobRun>();
        if (last.Count == 0)
            return found;

        var keys = last.ToDictionary(run => run.Job, run => run.Key);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT r.job, {ClosedFence.Columns} FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS i(job, fence, ended_at)
            JOIN job_run r ON r.job = i.job AND r.fence = i.fence AND r.ended_at = i.ended_at
            """,
            connection)
        {
            Parameters =
            {
                Sql.Array(last.Select(run => run.Job).ToArray(), NpgsqlDbType.Bigint),
                Sql.Array(last.Select(run => run.Fence).ToArray(), NpgsqlDbType.Bigint),
                Sql.Array(last.Select(run => run.EndedAt).ToArray(), NpgsqlDbType.Bigint),
            },
        };
        await using var run = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await run.ReadAsync().ConfigureAwait(false))
            found[(run.GetInt64(0), run.GetInt64(1))] = ClosedFence.Read(run, 1, keys[run.GetInt64(0)], serializer);
        return found;
    }
}
