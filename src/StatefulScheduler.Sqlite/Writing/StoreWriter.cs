using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// The one connection that writes, its tables and its transaction. Only the thread of the GroupCommitter comes in here once the store is open.
internal sealed class StoreWriter : IRowWriter, IDisposable
{
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement rollback;
    private readonly Statement dataVersion;
    private long lastDataVersion = -1;

    public StoreWriter(SqliteConnection connection, StatementEcho? echo, JobStoreContext context, SqliteStoreOptions options, PlanCache plans, long epoch)
    {
        Connection = connection;
        Context = context;
        Epoch = epoch;
        Lanes = new Lanes(connection, echo);
        Jobs = new JobTable(connection, echo, context.Serializer, options, Lanes, plans);
        Runs = new RunTable(connection, echo, context.Serializer, options);
        History = new StateHistoryTable(connection, echo);
        Retention = new Retention(this, echo);
        begin = new Statement(connection, "BEGIN IMMEDIATE", echo);
        commit = new Statement(connection, "COMMIT", echo);
        rollback = new Statement(connection, "ROLLBACK", echo);
        dataVersion = new Statement(connection, "PRAGMA data_version");
        Lanes.Load();
        Claims = new ClaimStatements(this, echo);
        Commits = new CommitStatements(this);
        Suspects = new Suspects(this);
    }

    public SqliteConnection Connection { get; }

    public JobStoreContext Context { get; }

    public long Epoch { get; }

    public Lanes Lanes { get; }

    public JobTable Jobs { get; }

    public RunTable Runs { get; }

    public StateHistoryTable History { get; }

    public Retention Retention { get; }

    public ClaimStatements Claims { get; }

    public CommitStatements Commits { get; }

    public Suspects Suspects { get; }

    // Read once for each transaction.
    public StoreClock Clock { get; private set; }

    // What the last claim named as the next due instant; long.MaxValue: it has named none, so anything due is earlier.
    public long ToldNext { get; set; } = long.MaxValue;

    // Whether a change made something due before ToldNext.
    public bool BecameDueEarlier { get; set; }

    public void Begin()
    {
        begin.Start().Run();
        Clock = StoreClock.Read(Context.Time);
        BecameDueEarlier = false;
        dataVersion.Start().Step();
        var version = dataVersion.Int64(0);
        dataVersion.Reset();
        // Somebody else, a person with a SQLite shell, has written: what is remembered may be wrong.
        if (lastDataVersion >= 0 && version != lastDataVersion)
            Forget();
        lastDataVersion = version;
    }

    public void Commit() => commit.Start().Run();

    public void Rollback()
    {
        // Some errors, a full disk among them, have rolled back already.
        if (SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0)
            rollback.Start().Run();
        Forget();
        Suspects.Undo();
        ToldNext = long.MaxValue;
    }

    // Computes due_at anew and stores what has changed. A job that is overdue already queues up behind the others that are: one that has an hour of
    // occurrences to make up for must not starve them.
    public void Save(JobRow row, RowChange change)
    {
        row.DueAt = !Suspects.Hold(row) && DueRule.Of(row, Epoch, Clock) is { } due ? Math.Max(due.At, Clock.Now) : null;
        Jobs.Save(row, change);
    }

    public void Forget()
    {
        Jobs.Forget();
        Runs.Forget();
    }

    public void NoteDue(JobRow row) => BecameDueEarlier |= row.DueAt < ToldNext || Suspects.WaitFor(row.Id);

    public JobPlan PlanOf(JobRow row) => Jobs.PlanOf(row);

    public Lane LaneOf(string handler, int stateSchema, int priority) => Lanes.Get(handler, stateSchema, priority);

    public void SavePlan(JobRow row, JobPlan plan) => Jobs.SavePlan(row, plan);

    public void Replacing(JobRow row, StateChangeKind kind) => History.Replacing(row, Jobs.PlanOf(row).History, kind, Clock.Now);

    public void Ended(JobRow row, OpenRun run, in JobCommit commit) => Runs.Ended(row, run, commit);

    public void TakenOver(JobRow row, OpenRun run, bool suspect)
    {
        if (suspect)
            Suspects.TakenOver(row, row.Fence);
        Runs.TakenOver(row, run, Clock.Now);
    }

    public ClosedRun Closed(JobRow row, long fence) => Runs.Closed(row, fence);

    public ScheduledJob Snapshot(JobRow row) => row.ToJob(Context.StoreName, Epoch, Jobs.PlanOf(row), Runs.Last(row));

    public void Dispose()
    {
        foreach (var part in (IDisposable[])[begin, commit, rollback, dataVersion, Claims, Retention, History, Runs, Jobs, Lanes])
            part.Dispose();
        Connection.Dispose();
    }
}
