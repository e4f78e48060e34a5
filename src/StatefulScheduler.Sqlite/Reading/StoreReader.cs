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
            QuerySql.SameValue, static (left, right) => left is not null && right is not null && JobValue.Parse(left).Equals(JobValue.Parse(right)), isDeterministic: true);
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

    public Statement Prepare(string sql) => new(connection, sql, echo);

    public ScheduledJob? Get(string id) => InSnapshot(() => Find(id) is { } found ? ToJob(found.Row, found.LastRun) : null);

    public JobPage<ScheduledJob> Query(JobQuery query) => InSnapshot(() =>
    {
        var rows = new List<(JobRow Row, JobRun? LastRun)>();
        using (var page = QuerySql.Page(this, query))
        {
            while (page.Step())
                rows.Add(Read(page));
        }

        string? next = null;
        if (rows.Count > query.PageSize)
        {
            rows.RemoveAt(rows.Count - 1);
            var last = rows[^1].Row;
            next = new PageToken(query.OrderBy, query.Descending, QuerySql.ValueOf(last, query.OrderBy), last.Key).ToString();
        }

        return new JobPage<ScheduledJob>([.. rows.Select(found => ToJob(found.Row, found.LastRun))], next);
    });

    public long Count(JobQuery query)
    {
        using var count = QuerySql.Count(this, query);
        count.Step();
        return count.Int64(0);
    }

    public JobPage<JobRun> Runs(string id, string? after, int pageSize) => InSnapshot(() =>
    {
        if (Find(id) is not { Row: var row })
            return new JobPage<JobRun>([], null);

        var from = StoreClock.Read(context.Time).Now - options.KeepRunsFor.Ticks;
        runs.Start().Add(row.NewestRun).Add(row.Id).Add(Before(after)).Add(row.Fence - options.KeepRuns).Add(from).Add(row.LastRun).Add(pageSize + 1);
        var found = new List<JobRun>();
        while (runs.Step())
            found.Add(RunTable.Read(runs, 0, row, context.Serializer));
        runs.Reset();
        return Page(found, pageSize, run => run.Fence);
    });

    public JobPage<StateVersion> History(string id, string? after, int pageSize) => InSnapshot(() =>
    {
        if (Find(id) is not { Row: var row })
            return new JobPage<StateVersion>([], null);

        var found = new List<StateVersion>();
        var before = Before(after);
        if (before > row.StateVersion)
        {
            var by = row.StateBy;
            found.Add(new StateVersion(
                row.StateVersion, row.State, row.Lane.StateSchema, Instants.Of(by.At), by.Kind, by.Actor, by.Fence == 0 ? by.RunId : row.RunId(by.Fence, by.RunId), by.Reason));
            before = row.StateVersion;
        }

        history.Start().Add(row.Id).Add(before).Add(pageSize + 1 - found.Count);
        while (history.Step())
        {
            found.Add(new StateVersion(
                history.Int64(0),
                context.Serializer.ReadState(history.Utf8(7).ToArray()),
                history.Int32(1),
                Instants.Of(history.Int64(2)),
                (StateChangeKind)history.Int32(3),
                history.TextOrNull(5),
                history.TextOrNull(4),
                history.TextOrNull(6)));
        }

        history.Reset();
        return Page(found, pageSize, version => version.Version);
    });

    public void Dispose()
    {
        foreach (var part in (IDisposable[])[begin, commit, byKey, plan, runs, history, lanes])
            part.Dispose();
        connection.Dispose();
    }

    private static long Before(string? after) => after is null
        ? long.MaxValue
        : long.TryParse(after, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"'{after}' is not the Next of a page before.", nameof(after));

    private static JobPage<T> Page<T>(List<T> found, int pageSize, Func<T, long> number)
    {
        if (found.Count <= pageSize)
            return new JobPage<T>(found, null);

        found.RemoveRange(pageSize, found.Count - pageSize);
        return new JobPage<T>(found, number(found[^1]).ToString(System.Globalization.CultureInfo.InvariantCulture));
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
