using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// One transaction that goes row by row: lock and read, change by the rules, write all at once. Disposed of without being finished, it is rolled back.
internal sealed class RowTransaction(StoreParts parts, NpgsqlConnection connection, bool ownsTransaction) : IRowWriter
{
    private readonly Dictionary<long, JobRow> rows = [];
    private readonly Dictionary<string, JobRow> byKey = new(StringComparer.Ordinal);
    private readonly HashSet<long> changed = [];
    private readonly HashSet<long> removed = [];
    private readonly Dictionary<long, long> stateVersions = [];
    private readonly Dictionary<long, JobPlan> plans = [];
    private readonly Dictionary<(long Job, long Fence), ClosedRun> closed = [];
    private readonly List<ClosedFence> ended = [];
    private readonly List<KeptVersion> kept = [];
    private readonly Dictionary<long, long> leastKept = [];
    private readonly List<NpgsqlBatchCommand> pruning = [];

    public StoreClock Clock { get; private set; }

    public long Epoch => 0;

    public IReadOnlyCollection<long> Ids => rows.Keys;

    public IReadOnlyList<ClosedFence> Closed => ended;

    public bool HasChanged => changed.Count > 0 || removed.Count > 0;

    // Locks the rows and reads them as they are then. Whoever waits sees what the other has written.
    public async ValueTask LoadAsync(RowChoice choice)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (ownsTransaction)
            batch.BatchCommands.Add(new("BEGIN"));
        batch.BatchCommands.Add(Sql.Command($"SELECT {Sql.Now(1)}", Sql.Bigint(parts.Time)));
        batch.BatchCommands.Add(choice.ToCommand(parts.Time));
        await using (var row = await batch.ExecuteReaderAsync().ConfigureAwait(false))
        {
            await row.ReadAsync().ConfigureAwait(false);
            SetClock(row.GetInt64(0));
            await row.NextResultAsync().ConfigureAwait(false);
            while (await row.ReadAsync().ConfigureAwait(false))
                Keep(StoredRow.Read(row, 0, row.GetString(StoredRow.ColumnCount), parts.Lanes, parts.Context.Serializer));
        }

        await parts.Plans.LoadAsync(connection, rows.Values).ConfigureAwait(false);
    }

    // How fences were closed that commits name, but that are not open.
    public async ValueTask LoadClosedAsync(IReadOnlyCollection<(long Job, long Fence)> fences)
    {
        if (fences.Count == 0)
            return;

        await using var command = new NpgsqlCommand("SELECT r.job, r.fence, r.taken_over FROM job_run r JOIN unnest($1::bigint[], $2::bigint[]) AS i(job, fence) ON r.job = i.job AND r.fence = i.fence", connection)
        {
            Parameters = { Sql.Array(fences.Select(fence => fence.Job).ToArray(), NpgsqlDbType.Bigint), Sql.Array(fences.Select(fence => fence.Fence).ToArray(), NpgsqlDbType.Bigint) },
        };
        await using var run = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await run.ReadAsync().ConfigureAwait(false))
            closed[(run.GetInt64(0), run.GetInt64(1))] = run.GetBoolean(2) ? ClosedRun.TakenOver : ClosedRun.Ended;
    }

    public JobRow? Find(in JobCommit commit) => Find(commit.Handle, commit.JobId);

    public JobRow? Find(object? handle, string key) => Loaded(handle, key) is { } row && !removed.Contains(row.Id) ? row : null;

    public JobRow? Removed(in JobCommit commit) => Loaded(commit.Handle, commit.JobId) is { } row && removed.Contains(row.Id) ? row : null;

    public JobRow? Find(long id) => rows.GetValueOrDefault(id);

    // Computes due_at anew. A job that is overdue already queues up behind the others that are: one with an hour of occurrences to make up for must not starve them.
    public void Save(JobRow row)
    {
        row.DueAt = DueRule.Of(row, Epoch, Clock) is { } due ? Math.Max(due.At, Clock.Now) : null;
        changed.Add(row.Id);
    }

    public void Remove(JobRow row) => removed.Add(row.Id);

    public JobPlan PlanOf(JobRow row) => plans.GetValueOrDefault(row.Id) ?? parts.Plans.Of(row);

    public Lane LaneOf(string handler, int stateSchema, int priority) => parts.Lanes.Get(handler, stateSchema, priority);

    public void SavePlan(JobRow row, JobPlan plan) => plans[row.Id] = plan;

    public void Replacing(JobRow row, StateChangeKind kind)
    {
        var policy = PlanOf(row).History;
        if (!HistoryRule.Keeps(row, policy, kind))
            return;

        kept.Add(KeptVersion.Of(row));
        foreach (var (sql, limit) in HistoryRule.Prune(row, policy, kind, Clock.Now))
        {
            if (sql == HistoryRule.PruneTo)
                leastKept[row.Id] = Math.Max(limit, leastKept.GetValueOrDefault(row.Id));
            else
                pruning.Add(StateHistory.Prune(sql, row.Id, limit));
        }
    }

    public void Ended(JobRow row, OpenRun run, in JobCommit commit)
    {
        var end = ClosedFence.Ended(row, run, commit, Clock.Now, parts.Context.Serializer);
        if (commit.Outcome != RunOutcome.Pending)
            row.LastRun = end.EndedAt;
        Close(end, ClosedRun.Ended);
    }

    public void TakenOver(JobRow row, OpenRun run, bool suspect) => Close(ClosedFence.Taken(row, run, Clock.Now), ClosedRun.TakenOver);

    ClosedRun IRowWriter.Closed(JobRow row, long fence) => closed.GetValueOrDefault((row.Id, fence));

    // Writes what has changed, and commits if the transaction is ours.
    public async ValueTask FinishAsync(NpgsqlBatchCommand? receipt)
    {
        var saved = changed.Except(removed).Order().Select(id => rows[id]).ToList();
        foreach (var row in saved)
            row.Lane = await parts.Lanes.SaveAsync(row.Lane).ConfigureAwait(false);
        // Before the commit: whoever claims the new version meanwhile must find it. Rolled back, it is forgotten.
        foreach (var (id, plan) in plans)
            parts.Plans.Put(id, rows[id].PlanVersion, plan);
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var command in Commands(saved))
                batch.BatchCommands.Add(command);
            if (receipt is not null)
                batch.BatchCommands.Add(receipt);
            if (ownsTransaction)
                batch.BatchCommands.Add(new("COMMIT"));
            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch when (plans.Count > 0)
        {
            parts.Plans.Forget();
            throw;
        }
    }

    private JobRow? Loaded(object? handle, string key) => handle is RowHandle known ? rows.GetValueOrDefault(known.Id) : byKey.GetValueOrDefault(key);

    private void SetClock(long now) => Clock = new StoreClock(now, now, TimeSpan.TicksPerSecond);

    private void Keep(JobRow row)
    {
        rows[row.Id] = row;
        byKey[row.Key] = row;
        stateVersions[row.Id] = row.StateVersion;
    }

    private void Close(ClosedFence run, ClosedRun how)
    {
        ended.Add(run);
        closed[(run.Job, run.Fence)] = how;
    }

    private IEnumerable<NpgsqlBatchCommand> Commands(List<JobRow> saved)
    {
        if (removed.Count > 0)
            yield return Sql.Command("DELETE FROM job WHERE id = ANY($1)", Sql.Array([.. removed], NpgsqlDbType.Bigint));
        foreach (var (id, plan) in plans.Where(plan => !removed.Contains(plan.Key)))
        {
            yield return Sql.Command("UPDATE job_plan SET version = $2, plan = $3 WHERE job = $1", Sql.Bigint(id), Sql.Bigint(rows[id].PlanVersion), Sql.Text(parts.Context.Serializer.WritePlan(plan)));
            yield return Sql.Command("DELETE FROM job_tag WHERE job = $1", Sql.Bigint(id));
            yield return Sql.Command("INSERT INTO job_tag(tag, job) SELECT tag, $1 FROM unnest($2::text[]) AS t(tag) ON CONFLICT DO NOTHING", Sql.Bigint(id), Sql.Array([.. plan.Options.Tags], NpgsqlDbType.Text));
        }

        // Whatever was to be pruned when one version was replaced is so when all have been.
        if (kept.FindAll(version => !removed.Contains(version.Job)) is { Count: > 0 } versions)
            yield return StateHistory.Keep(versions);
        if (leastKept.Count > 0)
            yield return StateHistory.Prune(leastKept);
        foreach (var command in pruning)
            yield return command;
        if (saved.Count > 0)
            yield return Sql.Command(parts.Columns.Update, [.. parts.Columns.Parameters(saved, row => stateVersions[row.Id] == row.StateVersion)]);
        if (ended.FindAll(run => !removed.Contains(run.Job)) is { Count: > 0 } runs)
            yield return Sql.Command(ClosedFence.Insert, ClosedFence.Parameters(runs));
    }
}

// Which rows a transaction is about.
internal sealed record RowChoice(long[] Ids, string[] Keys)
{
    private const string Rows = $"SELECT {StoredRow.Columns}, p.key FROM job j JOIN job_plan p ON p.job = j.id";

    // Only those that are due and that nobody else holds at this moment.
    public bool DueOnly { get; init; }

    public NpgsqlBatchCommand ToCommand(long? time) => DueOnly
        ? Sql.Command(
            $"{Rows} WHERE j.id = ANY($1) AND j.due_at <= {Sql.Now(2)} AND (j.lease_until IS NULL OR j.lease_until <= {Sql.Now(2)}) ORDER BY j.id FOR UPDATE OF j SKIP LOCKED",
            Sql.Array(Ids, NpgsqlDbType.Bigint),
            Sql.Bigint(time))
        : Sql.Command(
            $"{Rows} WHERE j.id = ANY($1 || ARRAY(SELECT k.job FROM job_plan k WHERE k.key = ANY($2))) ORDER BY j.id FOR UPDATE OF j",
            Sql.Array(Ids, NpgsqlDbType.Bigint),
            Sql.Array(Keys, NpgsqlDbType.Text));
}
