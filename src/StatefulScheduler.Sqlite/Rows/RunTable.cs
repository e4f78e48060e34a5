using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// The table job_run: one row for each closed fence. A claim given back leaves one too, with the outcome Pending: not a run to be shown, but it
// answers when the same commit comes twice. Rows are only ever appended; those that need not be kept are swept away, from the oldest on, twice as
// many being looked at as are added, so that the table stays within a small multiple of what is kept.
internal sealed class RunTable : IDisposable
{
    public const string Columns = "r.fence, r.run_id, r.scheduled_at, r.attempt, r.outcome, r.started_at, r.ended_at, r.node, r.error, r.result";

    private const int SweepAfter = 256;
    private const int SweepWhenIdle = 500;

    private readonly JobSerializer serializer;
    private readonly SqliteStoreOptions options;
    private readonly Statement greatest;
    private readonly Statement save;
    private readonly Statement closed;
    private readonly Statement read;
    private readonly Statement sweepEnd;
    private readonly Statement sweep;
    private long lastId = -1;
    private long sweptTo;
    private int added;

    public RunTable(SqliteConnection connection, StatementEcho? echo, JobSerializer serializer, SqliteStoreOptions options)
    {
        this.serializer = serializer;
        this.options = options;
        greatest = new(connection, "SELECT coalesce(max(id), 0) FROM job_run", echo);
        save = new(
            connection,
            """
            INSERT INTO job_run(id, job, previous, fence, run_id, scheduled_at, attempt, outcome, taken_over, started_at, ended_at, node, error, result)
            VALUES(@run, @id, @previous, @fence, @run_id, @scheduled, @attempt, @outcome, @taken, @started, @ended, @node, @error, @result)
            """,
            echo);
        closed = new(connection, $"{Chain(options.KeepRuns)} SELECT r.taken_over FROM chain c JOIN job_run r ON r.id = c.id WHERE r.fence = @fence", echo);
        read = new(connection, $"SELECT {Columns} FROM job_run r WHERE r.id = @run AND r.job = @id", echo);
        sweepEnd = new(connection, "SELECT max(id), count(*) FROM (SELECT id FROM job_run WHERE id > @from ORDER BY id LIMIT @count)", echo);
        sweep = new(
            connection,
            """
            DELETE FROM job_run WHERE id > @from AND id <= @to AND coalesce(
              (SELECT (job_run.fence <= j.fence - @keep OR job_run.ended_at < @before) AND job_run.id <> j.last_run FROM job j WHERE j.id = job_run.job), 1)
            """,
            echo);
    }

    // The rows of one job, the newest first, as the table chain(id). Parameters: @newest, @id. A row that has been swept away ends the chain, and so
    // does one whose number has been used again. Longer than what is kept, since runs of several slots do not end in the order of their fences.
    public static string Chain(int keep) =>
        $"""
        WITH RECURSIVE chain(id, previous, depth) AS (
          SELECT id, previous, 1 FROM job_run WHERE id = @newest AND job = @id
          UNION ALL SELECT r.id, r.previous, c.depth + 1 FROM chain c JOIN job_run r ON r.id = c.previous
            WHERE r.job = @id AND r.id < c.id AND c.depth < {(2 * keep) + 1000})
        """;

    public static JobRun Read(Statement row, int first, JobRow job, JobSerializer serializer) =>
        new(JobRow.RunId(job.Key, row.Int64(first), row.TextOrNull(first + 1)), job.Key, Instants.Of(row.Int64(first + 2)), row.Int32(first + 3), (RunOutcome)row.Int32(first + 4))
        {
            Fence = row.Int64(first),
            StartedAt = Instants.Of(row.Int64OrNull(first + 5)),
            EndedAt = Instants.Of(row.Int64(first + 6)),
            Node = row.TextOrNull(first + 7),
            Error = row.TextOrNull(first + 8) is { } error ? serializer.ReadError(error) : null,
            Result = row.IsNull(first + 9) ? default : JobValue.FromStored(row.Utf8(first + 9).ToArray(), serializer.Json),
        };

    public void Ended(JobRow row, OpenRun run, in JobCommit commit)
    {
        var details = commit.Details;
        var scheduled = commit.ScheduledAt == default ? run.Occurrence : commit.ScheduledAt.UtcTicks;
        long? started = commit.StartedAt == default ? null : commit.StartedAt.UtcTicks;
        var attempt = commit.Attempt > 0 ? commit.Attempt : run.Pending?.Attempt ?? 1;
        Start(row, run).Add(scheduled).Add(attempt).Add((long)commit.Outcome).Add(0).Add(started)
            .Add(commit.At.UtcTicks).Add(details?.Node ?? run.Node).Add(details?.Error is { } error ? serializer.WriteError(error) : null)
            .AddText(details is null ? default : details.Result.Utf8.Span).Run();
        if (commit.Outcome != RunOutcome.Pending)
            row.LastRun = row.NewestRun;
    }

    public void TakenOver(JobRow row, OpenRun run, long now) =>
        Start(row, run).Add(run.Occurrence).Add(run.Pending?.Attempt ?? 1).Add((long)RunOutcome.Abandoned).Add(1)
            .Add(run.ClaimedAt).Add(now).Add(run.Node).AddNull().AddNull().Run();

    public ClosedRun Closed(JobRow row, long fence)
    {
        closed.Start().Add(row.NewestRun).Add(row.Id).Add(fence);
        var found = closed.Step() ? closed.Int64(0) == 0 ? ClosedRun.Ended : ClosedRun.TakenOver : ClosedRun.Unknown;
        closed.Reset();
        return found;
    }

    public JobRun? Last(JobRow row)
    {
        if (row.LastRun == 0)
            return null;

        read.Start().Add(row.LastRun).Add(row.Id);
        var run = read.Step() ? Read(read, 0, row, serializer) : null;
        read.Reset();
        return run;
    }

    // After each group: cheap for each row added, so that no group pays for many.
    public void SweepAsAdded(long now)
    {
        if (added >= SweepAfter)
            Sweep(2 * added, now);
    }

    public void SweepWhenIdleAt(long now) => Sweep(SweepWhenIdle, now);

    // After a rollback, or when somebody else has written.
    public void Forget() => lastId = -1;

    public void Dispose()
    {
        foreach (var statement in (Statement[])[greatest, save, closed, read, sweepEnd, sweep])
            statement.Dispose();
    }

    private Statement Start(JobRow row, OpenRun run)
    {
        if (lastId < 0)
        {
            greatest.Start().Step();
            lastId = greatest.Int64(0);
            greatest.Reset();
        }

        added++;
        save.Start().Add(++lastId).Add(row.Id).Add(row.NewestRun).Add(run.Fence).Add(run.Pending?.RunId);
        row.NewestRun = lastId;
        return save;
    }

    private void Sweep(int count, long now)
    {
        added = 0;
        sweepEnd.Start().Add(sweptTo).Add(count).Step();
        var end = sweepEnd.Int64OrNull(0) ?? 0;
        var isLast = sweepEnd.Int64(1) < count;
        sweepEnd.Reset();
        if (end > 0)
            sweep.Start().Add(sweptTo).Add(end).Add(options.KeepRuns).Add(now - options.KeepRunsFor.Ticks).Run();
        sweptTo = isLast ? 0 : end;
    }
}
