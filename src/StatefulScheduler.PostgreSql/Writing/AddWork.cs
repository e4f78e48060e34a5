using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Inserts jobs whose keys are free. The numbers of the rows are drawn once: sent again after a lost answer, they tell whether the job that is there is this one.
internal sealed class AddWork(StoreParts parts, ReadOnlyMemory<JobAddition> jobs)
{
    private readonly AddResult?[] results = new AddResult?[jobs.Length];
    private readonly string[] plans = new string[jobs.Length];
    private long[] ids = [];

    public static async Task<AddResult[]> RunAsync(StoreParts parts, ReadOnlyMemory<JobAddition> jobs, CancellationToken cancellationToken)
    {
        var work = new AddWork(parts, jobs);
        for (var index = 0; index < jobs.Length; index++)
            work.plans[index] = parts.Context.Serializer.WritePlan(jobs.Span[index].Plan);
        do
        {
            if (EnlistedTransaction.Current is { } enlisted)
                await parts.Enlisted.RunAsync(enlisted, connection => work.InsertAsync(connection, enlisted: true), cancellationToken).ConfigureAwait(false);
            else
                await parts.Calls.RunAsync((connection, _) => work.InsertAsync(connection, enlisted: false), cancellationToken).ConfigureAwait(false);
        }
        while (!await work.FindOthersAsync(cancellationToken).ConfigureAwait(false));
        return Array.ConvertAll(work.results, result => result!.Value);
    }

    private async Task<bool> InsertAsync(NpgsqlConnection connection, bool enlisted)
    {
        var now = await NumberAsync(connection).ConfigureAwait(false);
        var rows = new List<(int Index, JobRow Row)>();
        for (var index = 0; index < jobs.Length; index++)
        {
            if (results[index] is null)
                rows.Add((index, await RowAsync(index, now).ConfigureAwait(false)));
        }

        var added = await InsertAsync(connection, [.. rows.Select(row => row.Row)], [.. rows.Select(row => plans[row.Index])], enlisted).ConfigureAwait(false);
        foreach (var (index, row) in rows.Where(row => added.Contains(row.Row.Id)))
        {
            results[index] = new AddResult(row.ToJob(parts.Context.StoreName, 0, jobs.Span[index].Plan, null), Added: true);
            if (row.DueAt is { } due && !enlisted)
                parts.BecameDue(due, announce: true);
        }

        return true;
    }

    // The first time: draws the numbers. Answers the store's time.
    private async ValueTask<long> NumberAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {Sql.Now(1)}, ARRAY(SELECT nextval('job_id') FROM generate_series(1, $2))", connection)
        {
            Parameters = { Sql.Bigint(parts.Time), Sql.Of(ids.Length == 0 ? jobs.Length : 0) },
        };
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        if (ids.Length == 0)
            ids = row.GetFieldValue<long[]>(1);
        return row.GetInt64(0);
    }

    private async ValueTask<JobRow> RowAsync(int index, long now)
    {
        var job = jobs.Span[index];
        var lane = await parts.Lanes.SaveAsync(parts.Lanes.Get(job.Plan.Handler, job.StateSchema, job.Plan.Priority)).ConfigureAwait(false);
        parts.Plans.Put(ids[index], 1, job.Plan);
        return NewRow.Of(job, new ClaimedRow(ids[index], lane), lane, now);
    }

    // One statement: all of it or nothing.
    private async ValueTask<HashSet<long>> InsertAsync(NpgsqlConnection connection, List<JobRow> rows, string[] texts, bool enlisted)
    {
        var added = new HashSet<long>();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Command(
            parts.Columns.Insert,
            [
                .. parts.Columns.Parameters(rows),
                RowColumns.Array(rows, row => row.Id, NpgsqlDbType.Bigint),
                RowColumns.Array(rows, row => row.Key, NpgsqlDbType.Text),
                Sql.Array(texts, NpgsqlDbType.Text),
            ]));
        var tags = rows.SelectMany(row => parts.Plans.Of(row).Options.Tags.Distinct(StringComparer.Ordinal).Select(tag => (Tag: tag, row.Id))).ToArray();
        if (tags.Length > 0)
        {
            batch.BatchCommands.Add(Sql.Command(
                "INSERT INTO job_tag(tag, job) SELECT i.tag, i.job FROM unnest($1::text[], $2::bigint[]) AS i(tag, job) JOIN job j ON j.id = i.job ON CONFLICT DO NOTHING",
                Sql.Array(Array.ConvertAll(tags, tag => tag.Tag), NpgsqlDbType.Text),
                Sql.Array(Array.ConvertAll(tags, tag => tag.Id), NpgsqlDbType.Bigint)));
        }

        if (enlisted && parts.Options.NotifiesInTransaction)
            batch.BatchCommands.Add(parts.Announcer.Command(rows.Min(row => row.DueAt) ?? long.MaxValue));
        await using var id = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        while (await id.ReadAsync().ConfigureAwait(false))
            added.Add(id.GetInt64(0));
        return added;
    }

    // Jobs that are there already. False: one has gone in between, and its id is free again.
    private async ValueTask<bool> FindOthersAsync(CancellationToken cancellationToken)
    {
        var all = true;
        for (var index = 0; index < results.Length; index++)
        {
            if (results[index] is not null)
                continue;
            if (await parts.Reader.FindAsync(jobs.Span[index].Plan.Id, cancellationToken).ConfigureAwait(false) is { } found)
                results[index] = new AddResult(found.Job, Added: found.Id == ids[index]);
            else
                all = false;
        }

        return all;
    }
}
