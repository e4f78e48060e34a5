using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// A connection that reads, used by one caller at a time. It sees what has been committed, and never waits for the writer.
internal sealed class StoreReader : IDisposable
{
    public const string LastRun = "LEFT JOIN job_run r ON r.id = j.last_run AND r.job = j.id";

    public static readonly string Columns = $"{StoredRow.Columns}, {RunTable.Columns}";

    private readonly SqliteConnection connection;
    private readonly StatementEcho? echo;
    private readonly JobStoreContext context;
    private readonly SqliteStoreOptions options;
    private readonly PlanCache plans;
    private readonly long epoch;
    private readonly LaneReader lanes;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement byKey;
    private readonly Statement plan;
    private readonly Statement runs;
    private readonly Statement history;

    public StoreReader(SqliteConnection connection, StatementEcho? echo, JobStoreContext context, SqliteStoreOptions options, PlanCache plans, long epoch)
    {
        this.connection = connection;
        this.echo = echo;
        this.context = context;
        this.options = options;
        this.plans = plans;
        this.epoch = epoch;
        connection.CreateFunction<string?, string?, bool>(
            SqliteDialect.SameValue, static (left, right) => left is not null && right is not null && JobValue.Parse(left).Equals(JobValue.Parse(right)), isDeterministic: true);
        lanes = new LaneReader(connection, echo);
        begin = Prepare("BEGIN");
        commit = Prepare("COMMIT");
        byKey = Prepare($"SELECT {Columns} FROM job j {LastRun} WHERE j.key = @job");
        plan = Prepare("SELECT plan FROM job_plan WHERE job = @id");
        runs = Prepare(
            $"""
            {RunTable.Chain(options.KeepRuns)}
            SELECT {RunTable.Columns} FROM chain c JOIN job_run r ON r.id = c.id
            WHERE r.fence < @after AND r.fence > @oldest AND r.outcome <> {(int)RunOutcome.Pending} AND (r.ended_at >= @from OR r.id = @last)
            ORDER BY r.fence DESC LIMIT @count
            """);
        history = Prepare(
            """
            SELECT version, schema, at, kind, run_id, actor, reason, state FROM state_history
            WHERE job = @id AND version < @after ORDER BY version DESC LIMIT @count
            """);
    }

    private Statement Prepare(string sql) => new(connection, sql, echo);

    public ScheduledJob? Get(string id) => InSnapshot(() => Find(id) is { } found ? ToJob(found.Row, found.LastRun) : null);

    public JobPage<ScheduledJob> Query(JobQuery query) => InSnapshot(() =>
    {
        var sql = QuerySql.Page(query, SqliteDialect.Instance);
        var rows = new List<(JobRow Row, JobRun? LastRun)>();
        using (var page = Prepare($"SELECT {Columns} FROM job j {LastRun}{sql.Clauses}", sql.Values))
        {
            while (page.Step())
                rows.Add(Read(page));
        }

        return QuerySql.PageOf(query, rows.ConvertAll(found => (found.Row, ToJob(found.Row, found.LastRun))));
    });

    public long Count(JobQuery query)
    {
        var sql = QuerySql.Count(query, SqliteDialect.Instance);
        using var count = Prepare($"SELECT count(*) FROM job j{sql.Clauses}", sql.Values);
        count.Step();
        return count.Int64(0);
    }

    public JobPage<JobRun> Runs(string id, string? after, int pageSize) => InSnapshot(() =>
    {
        if (Find(id) is not { Row: var row })
            return new JobPage<JobRun>([], null);

        var from = StoreClock.Read(context.Time).Now - options.KeepRunsFor.Ticks;
        runs.Start().Add(row.NewestRun).Add(row.Id).Add(NumberedPage.Before(after)).Add(row.Fence - options.KeepRuns).Add(from).Add(row.LastRun).Add(pageSize + 1);
        var found = new List<JobRun>();
        while (runs.Step())
            found.Add(RunTable.Read(runs, 0, row, context.Serializer));
        runs.Reset();
        return NumberedPage.Of(found, pageSize, run => run.Fence);
    });

    public JobPage<StateVersion> History(string id, string? after, int pageSize) => InSnapshot(() =>
    {
        if (Find(id) is not { Row: var row })
            return new JobPage<StateVersion>([], null);

        var found = new List<StateVersion>();
        var before = NumberedPage.Before(after);
        if (before > row.StateVersion)
        {
            found.Add(row.StateBy.ToVersion(row.Key, row.StateVersion, row.State, row.Lane.StateSchema));
            before = row.StateVersion;
        }

        history.Start().Add(row.Id).Add(before).Add(pageSize + 1 - found.Count);
        while (history.Step())
        {
            var by = new StateStamp(history.Int64(2), (StateChangeKind)history.Int32(3), 0, history.TextOrNull(4), history.TextOrNull(5), history.TextOrNull(6));
            found.Add(by.ToVersion(row.Key, history.Int64(0), context.Serializer.ReadState(history.Utf8(7).ToArray()), history.Int32(1)));
        }

        history.Reset();
        return NumberedPage.Of(found, pageSize, version => version.Version);
    });

    public void Dispose()
    {
        foreach (var part in (IDisposable[])[begin, commit, byKey, plan, runs, history, lanes])
            part.Dispose();
        connection.Dispose();
    }

    private Statement Prepare(string sql, QueryValues values)
    {
        var statement = Prepare(sql).Start();
        foreach (var value in values.All)
        {
            _ = value switch
            {
                long number => statement.Add(number),
                double number => statement.Add(number),
                _ => statement.Add((string)value),
            };
        }

        return statement;
    }

    // Several statements that see the same moment.
    private T InSnapshot<T>(Func<T> read)
    {
        begin.Start().Run();
        try
        {
            return read();
        }
        finally
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                commit.Start().Run();
        }
    }

    private (JobRow Row, JobRun? LastRun)? Find(string id)
    {
        byKey.Start().Add(id);
        (JobRow, JobRun?)? found = byKey.Step() ? Read(byKey) : null;
        byKey.Reset();
        return found;
    }

    private (JobRow Row, JobRun? LastRun) Read(Statement statement)
    {
        var row = StoredRow.Read(statement, lanes.Get, context.Serializer);
        var lastRun = statement.IsNull(StoredRow.ColumnCount) ? null : RunTable.Read(statement, StoredRow.ColumnCount, row, context.Serializer);
        return (row, lastRun);
    }

    private ScheduledJob ToJob(JobRow row, JobRun? lastRun) => row.ToJob(context.StoreName, epoch, PlanOf(row), lastRun);

    private JobPlan PlanOf(JobRow row)
    {
        if (plans.Find(row.Id, row.PlanVersion) is { } known)
            return known;

        plan.Start().Add(row.Id);
        var text = plan.Step() ? plan.Text(0) : string.Empty;
        plan.Reset();
        return plans.Read(row, text);
    }
}
