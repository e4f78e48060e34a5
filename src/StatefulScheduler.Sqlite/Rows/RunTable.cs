using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite;

// What is known of a closed fence.
internal enum ClosedRun
{
    Unknown,

    // By its own commit.
    Ended,

    // By a later claim that took its slot.
    TakenOver,
}

// The table job_run: one row for each closed fence, as long as it is kept. A claim given back leaves one too, with the outcome Pending: not a run
// to be shown, but it answers when the same commit comes twice.
internal sealed class RunTable : IDisposable
{
    public const string Columns = "r.fence, r.run_id, r.scheduled_at, r.attempt, r.outcome, r.started_at, r.ended_at, r.node, r.error, r.result";

    // Older rows are deleted every so many fences, not at each: readers count for themselves.
    private const int PruneEvery = 16;

    private readonly JobSerializer serializer;
    private readonly SqliteStoreOptions options;
    private readonly Statement save;
    private readonly Statement closed;
    private readonly Statement read;
    private readonly Statement prune;
    private readonly Statement delete;
    private readonly Statement sweep;

    public RunTable(SqliteConnection connection, StatementEcho? echo, JobSerializer serializer, SqliteStoreOptions options)
    {
        this.serializer = serializer;
        this.options = options;
        save = new(
            connection,
            """
            INSERT OR REPLACE INTO job_run(job, fence, run_id, scheduled_at, attempt, outcome, taken_over, started_at, ended_at, node, error, result)
            VALUES(@id, @fence, @run, @scheduled, @attempt, @outcome, @taken, @started, @ended, @node, @error, @result)
            """,
            echo);
        closed = new(connection, "SELECT taken_over FROM job_run WHERE job = @id AND fence = @fence", echo);
        read = new(connection, $"SELECT {Columns} FROM job_run r WHERE r.job = @id AND r.fence = @fence", echo);
        prune = new(connection, "DELETE FROM job_run WHERE job = @id AND fence <= @fence AND fence <> @last", echo);
        delete = new(connection, "DELETE FROM job_run WHERE job = @id", echo);
        sweep = new(
            connection,
            """
            DELETE FROM job_run WHERE job > @from AND job <= @to AND ended_at < @before
              AND fence <> coalesce((SELECT last_fence FROM job WHERE id = job_run.job), -1)
            """,
            echo);
    }

    public static JobRun Read(Statement row, int first, JobRow job, JobSerializer serializer) =>
        new(job.RunId(row.Int64(first), row.TextOrNull(first + 1)), job.Key, Instants.Of(row.Int64(first + 2)), row.Int32(first + 3), (RunOutcome)row.Int32(first + 4))
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
        save.Start().Add(row.Id).Add(run.Fence).Add(run.Pending?.RunId).Add(scheduled).Add(attempt).Add((long)commit.Outcome).Add(0).Add(started)
            .Add(commit.At.UtcTicks).Add(details?.Node ?? run.Node).Add(details?.Error is { } error ? serializer.WriteError(error) : null)
            .AddText(details is null ? default : details.Result.Utf8.Span).Run();
        if (run.Fence % PruneEvery == 0)
            prune.Start().Add(row.Id).Add(run.Fence - options.KeepRuns).Add(row.LastFence).Run();
    }

    public void TakenOver(JobRow row, OpenRun run, long now) =>
        save.Start().Add(row.Id).Add(run.Fence).Add(run.Pending?.RunId).Add(run.Occurrence).Add(run.Pending?.Attempt ?? 1).Add((long)RunOutcome.Abandoned).Add(1)
            .Add(run.ClaimedAt).Add(now).Add(run.Node).AddNull().AddNull().Run();

    public ClosedRun Closed(JobRow row, long fence)
    {
        closed.Start().Add(row.Id).Add(fence);
        var found = closed.Step() ? closed.Int64(0) == 0 ? ClosedRun.Ended : ClosedRun.TakenOver : ClosedRun.Unknown;
        closed.Reset();
        return found;
    }

    public JobRun? Last(JobRow row)
    {
        if (row.LastFence == 0)
            return null;

        read.Start().Add(row.Id).Add(row.LastFence);
        var run = read.Step() ? Read(read, 0, row, serializer) : null;
        read.Reset();
        return run;
    }

    public void Delete(JobRow row) => delete.Start().Add(row.Id).Run();

    public void Sweep(long fromJob, long toJob, long before) => sweep.Start().Add(fromJob).Add(toJob).Add(before).Run();

    public void Dispose()
    {
        foreach (var statement in (Statement[])[save, closed, read, prune, delete, sweep])
            statement.Dispose();
    }
}
