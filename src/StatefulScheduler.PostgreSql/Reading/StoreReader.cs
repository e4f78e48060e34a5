using Npgsql;

namespace StatefulScheduler.PostgreSql;

// Reads: single statements, each of which sees what has been committed when it begins.
internal sealed class StoreReader(StoreParts parts)
{
    private const string Jobs = $"SELECT {StoredRow.Columns}, p.key, p.version, p.plan, {ClosedFence.Columns} FROM job j JOIN job_plan p ON p.job = j.id LEFT JOIN job_run r ON r.job = j.id AND r.fence = j.last_fence AND r.ended_at = j.last_run";

    public async ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken) => (await FindAsync(id, cancellationToken).ConfigureAwait(false))?.Job;

    // With the number of its row.
    public async ValueTask<(long Id, ScheduledJob Job)?> FindAsync(string id, CancellationToken cancellationToken) =>
        EnlistedTransaction.Current is { } enlisted
            ? await FindAsync(enlisted.Connection!, id).ConfigureAwait(false)
            : await parts.Calls.RunAsync((connection, _) => FindAsync(connection, id), cancellationToken).ConfigureAwait(false);

    public ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<JobPage<StateVersion>> HistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<JobPage<JobRun>> RunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken) => throw new NotImplementedException();

    private async Task<(long Id, ScheduledJob Job)?> FindAsync(NpgsqlConnection connection, string id)
    {
        await using var command = new NpgsqlCommand($"{Jobs} WHERE p.key = $1", connection) { Parameters = { Sql.Text(id) } };
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? Read(row) : null;
    }

    private (long Id, ScheduledJob Job) Read(NpgsqlDataReader row)
    {
        const int after = StoredRow.ColumnCount;
        var job = StoredRow.Read(row, 0, row.GetString(after), parts.Lanes, parts.Context.Serializer);
        var plan = parts.Plans.Find(job.Id, job.PlanVersion) ?? parts.Plans.Read(job, row.GetString(after + 2));
        var lastRun = row.IsDBNull(after + 3) ? null : ClosedFence.Read(row, after + 3, job.Key, parts.Context.Serializer);
        return (job.Id, job.ToJob(parts.Context.StoreName, 0, plan, lastRun));
    }
}
