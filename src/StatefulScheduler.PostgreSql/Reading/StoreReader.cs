using Npgsql;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Reads: single statements, each of which sees what has been committed when it begins. One job alone is read in the caller's transaction, when there is one.
internal sealed class StoreReader(StoreParts parts)
{
    private const string Jobs = $"SELECT {StoredRow.Columns}, p.key, p.version, p.plan, {ClosedFence.Columns} FROM job j JOIN job_plan p ON p.job = j.id LEFT JOIN job_run r ON r.job = j.id AND r.fence = j.last_fence AND r.ended_at = j.last_run";

    // By fence, the newest first; the last one stays when it is old.
    private static readonly string Runs = $"""
        SELECT {ClosedFence.Columns} FROM job_plan p JOIN job j ON j.id = p.job JOIN job_run r ON r.job = j.id
        WHERE p.key = $1 AND r.fence < $2 AND r.outcome <> {(int)RunOutcome.Pending}
          AND ((r.fence > j.fence - $3 AND r.ended_at >= {Sql.Now(4)} - $5) OR (r.fence = j.last_fence AND r.ended_at = j.last_run))
        ORDER BY r.fence DESC LIMIT $6
        """;

    // The current version stands in the job's row, those before it in state_history.
    private const string History = """
        SELECT v.version, v.schema, v.at, v.kind, v.fence, v.run_id, v.actor, v.reason, v.state FROM (
          SELECT j.state_version AS version, l.state_schema AS schema, j.state_at AS at, j.state_kind AS kind, j.state_fence AS fence,
            j.state_run AS run_id, j.state_actor AS actor, j.state_reason AS reason, j.state AS state
            FROM job_plan p JOIN job j ON j.id = p.job JOIN lane l ON l.id = j.lane WHERE p.key = $1
          UNION ALL
          SELECT h.version, h.schema, h.at, h.kind, 0, h.run_id, h.actor, h.reason, h.state
            FROM job_plan p JOIN state_history h ON h.job = p.job WHERE p.key = $1) AS v
        WHERE v.version < $2 ORDER BY v.version DESC LIMIT $3
        """;

    private readonly PostgreSqlDialect dialect = new(parts.Options.IndexedStateMembers);

    public async ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken) => (await FindAsync(id, cancellationToken).ConfigureAwait(false))?.Job;

    // With the number of its row.
    public async ValueTask<(long Id, ScheduledJob Job)?> FindAsync(string id, CancellationToken cancellationToken) =>
        EnlistedTransaction.Current is { } enlisted
            ? await parts.Enlisted.RunAsync(enlisted, connection => FindEnlistedAsync(connection, id), cancellationToken).ConfigureAwait(false)
            : await parts.Calls.RunAsync((connection, _) => FindAsync(connection, id), cancellationToken).ConfigureAwait(false);

    public async ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var sql = QuerySql.Page(query, dialect);
        return QuerySql.PageOf(query, await ListAsync($"{Jobs}{sql.Clauses}", Parameters(sql.Values), Read, cancellationToken).ConfigureAwait(false));
    }

    public async ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var sql = QuerySql.Count(query, dialect);
        // Ids alone stand in the other table.
        var from = query.IdPrefix is null ? "job j" : "job j JOIN job_plan p ON p.job = j.id";
        return (await ListAsync($"SELECT count(*) FROM {from}{sql.Clauses}", Parameters(sql.Values), row => row.GetInt64(0), cancellationToken).ConfigureAwait(false))[0];
    }

    public async ValueTask<JobPage<StateVersion>> HistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        NpgsqlParameter[] parameters = [Sql.Key(id), Sql.Bigint(NumberedPage.Before(after)), Sql.Bigint(pageSize + 1L)];
        var found = await ListAsync(History, parameters, row => ReadVersion(row, id), cancellationToken).ConfigureAwait(false);
        return NumberedPage.Of(found, pageSize, version => version.Version);
    }

    public async ValueTask<JobPage<JobRun>> RunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        NpgsqlParameter[] parameters =
        [
            Sql.Key(id), Sql.Bigint(NumberedPage.Before(after)), Sql.Bigint(parts.Options.KeepRuns), Sql.Bigint(parts.Time), Sql.Bigint(parts.Options.KeepRunsFor.Ticks), Sql.Bigint(pageSize + 1L),
        ];
        var found = await ListAsync(Runs, parameters, row => ClosedFence.Read(row, 0, id, parts.Context.Serializer), cancellationToken).ConfigureAwait(false);
        return NumberedPage.Of(found, pageSize, run => run.Fence);
    }

    // Sends a query's own text, as tests do to see how it is planned.
    public NpgsqlCommand PageCommand(JobQuery query, NpgsqlConnection connection, string before = "")
    {
        var sql = QuerySql.Page(query, dialect);
        return Command(connection, $"{before}{Jobs}{sql.Clauses}", Parameters(sql.Values));
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter[] Parameters(QueryValues values) => [.. values.All.Select(value => value switch
    {
        string text => Sql.Key(text),
        long number => Sql.Bigint(number),
        string[] path => Sql.Array(path, NpgsqlTypes.NpgsqlDbType.Text),
        _ => throw new ArgumentException($"A query has a value of type {value.GetType()}, which is no parameter.", nameof(values)),
    })];

    private Task<List<T>> ListAsync<T>(string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        parts.Calls.RunAsync(
            async (connection, _) =>
            {
                var found = new List<T>();
                await using var command = Command(connection, sql, [.. parameters.Select(parameter => parameter.Clone())]);
                await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                    found.Add(read(row));
                return found;
            },
            cancellationToken);

    private async Task<(long Id, ScheduledJob Job)?> FindAsync(NpgsqlConnection connection, string id)
    {
        await using var command = new NpgsqlCommand($"{Jobs} WHERE p.key = $1", connection) { Parameters = { Sql.Key(id) } };
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) && Read(row) is var (job, read) ? (job.Id, read) : null;
    }

    // The definition may be one that is never committed.
    private async Task<(long Id, ScheduledJob Job)?> FindEnlistedAsync(NpgsqlConnection connection, string id)
    {
        var found = await FindAsync(connection, id).ConfigureAwait(false);
        if (found is { } job)
            parts.Plans.Forget(job.Id);
        return found;
    }

    private (JobRow Row, ScheduledJob Job) Read(NpgsqlDataReader row)
    {
        const int after = StoredRow.ColumnCount;
        var job = StoredRow.Read(row, 0, row.GetString(after), parts.Lanes, parts.Context.Serializer);
        var plan = parts.Plans.Find(job.Id, job.PlanVersion) ?? parts.Plans.Read(job, row.GetString(after + 2));
        var lastRun = row.IsDBNull(after + 3) ? null : ClosedFence.Read(row, after + 3, job.Key, parts.Context.Serializer);
        return (job, job.ToJob(parts.Context.StoreName, 0, plan, lastRun));
    }

    private StateVersion ReadVersion(NpgsqlDataReader row, string id)
    {
        var by = new StateStamp(row.GetInt64(2), (StateChangeKind)row.GetInt16(3), row.GetInt64(4), StoredRow.Text(row, 5), StoredRow.Text(row, 6), StoredRow.Text(row, 7));
        return by.ToVersion(id, row.GetInt64(0), parts.Context.Serializer.ReadState(row.GetFieldValue<byte[]>(8)), row.GetInt32(1));
    }
}
