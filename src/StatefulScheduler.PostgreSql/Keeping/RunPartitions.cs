using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// The partitions of job_run, one for each day: made some days ahead, and dropped whole when their runs have been kept long enough, which costs the server
// next to nothing where deleting them would cost as much as writing them. What has no partition stands in job_run_other.
// Who changes partitions holds up whoever uses job_run, and whoever waits to change them holds up all who come later. So nobody waits long for that.
internal sealed class RunPartitions(StoreParts parts, Database database)
{
    private const int DaysAhead = 3;
    private const int MostMoved = 10_000;
    private const string ShortWait = "SET LOCAL lock_timeout = '500ms'";

    // Makes what is missing, of today and the next days. Leaves it to another node that is at it.
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var (now, existing) = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            foreach (var day in RunDay.Following(now, 1 + DaysAhead).Except(existing))
                await AloneAsync(connection, () => CreateAsync(connection, day, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    // Drops the oldest that is too old. True: there are others.
    public async Task<bool> DropAsync(CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var (now, existing) = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var old = existing.Where(day => day.To <= now - parts.Options.KeepRunsFor.Ticks).OrderBy(day => day.Number).ToList();
            return old.Count > 0
                && await AloneAsync(connection, () => DropAsync(connection, old[0], cancellationToken), cancellationToken).ConfigureAwait(false)
                && old.Count > 1;
        }
    }

    // The time that decides, and the days that have a partition.
    private async Task<(long Now, List<RunDay> Days)> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {Sql.Now(1)}, ARRAY(SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'job_run'::regclass)",
            connection)
        {
            Parameters = { Sql.Bigint(parts.Time) },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        var days = row.GetFieldValue<string[]>(1).Select(RunDay.OfTable).OfType<RunDay>().ToList();
        return (row.GetInt64(0), days);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, RunDay day, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = 'job_run'::regclass AND i.inhrelid = to_regclass('{day.Table}'))", connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    // In a transaction, unless another node is at the partitions: then false.
    private async Task<bool> AloneAsync(NpgsqlConnection connection, Func<Task> change, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await using var tryLock = new NpgsqlCommand($"{ShortWait}; SELECT pg_try_advisory_xact_lock({SchemaNames.Lock(parts.Options.Schema, "partitions")})", connection);
            if (await tryLock.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
                return false;

            await change().ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    // Not CREATE TABLE … PARTITION OF, for which all who use job_run would have to stop. Runs that have ended before their day had its partition move there.
    private async Task CreateAsync(NpgsqlConnection connection, RunDay day, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(connection, day, cancellationToken).ConfigureAwait(false))
            return; // By another node meanwhile.

        await using var count = new NpgsqlCommand($"SELECT count(*) FROM (SELECT FROM job_run_other WHERE ended_at >= {day.From} AND ended_at < {day.To} LIMIT {MostMoved + 1}) AS r", connection);
        if ((long)(await count.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! > MostMoved)
        {
            Log.DayLeft(parts.Context.Logger, parts.Context.StoreName, day.ToString());
            return;
        }

        await using var create = new NpgsqlCommand(
            $"""
            CREATE TABLE IF NOT EXISTS {day.Table}(LIKE job_run INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES);
            LOCK TABLE job_run_other IN ACCESS EXCLUSIVE MODE;
            WITH moved AS (DELETE FROM job_run_other WHERE ended_at >= {day.From} AND ended_at < {day.To} RETURNING *) INSERT INTO {day.Table} SELECT * FROM moved;
            ALTER TABLE job_run ATTACH PARTITION {day.Table} FOR VALUES FROM ({day.From}) TO ({day.To})
            """,
            connection);
        await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    // The last run of a job stays as long as the job: it moves to the default partition, which takes it once there is no other for its day. They are gathered
    // before the lock on job_run is asked for, since that takes the longest.
    private static async Task DropAsync(NpgsqlConnection connection, RunDay day, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(connection, day, cancellationToken).ConfigureAwait(false))
            return; // By another node meanwhile.

        await using var drop = new NpgsqlCommand(
            $"""
            CREATE UNLOGGED TABLE job_run_kept AS SELECT r.* FROM {day.Table} r JOIN job j ON j.id = r.job AND j.last_fence = r.fence AND j.last_run = r.ended_at;
            ALTER TABLE job_run DETACH PARTITION {day.Table};
            INSERT INTO job_run SELECT * FROM job_run_kept ON CONFLICT DO NOTHING;
            DROP TABLE {day.Table}, job_run_kept
            """,
            connection);
        await drop.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
