using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// A row of job_run: how a fence was closed. A claim given back leaves one too, with the outcome Pending: not a run to be shown, but it answers when the
// same commit comes twice.
internal sealed record ClosedFence
{
    public const string Columns = "r.fence, r.run_id, r.scheduled_at, r.attempt, r.outcome, r.started_at, r.ended_at, r.node, r.error, r.result";

    public const string Insert = """
        INSERT INTO job_run(job, fence, run_id, scheduled_at, attempt, outcome, taken_over, started_at, ended_at, node, error, result)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::integer[], $6::smallint[], $7::boolean[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[])
        """;

    public required long Job { get; init; }

    public required long Fence { get; init; }

    public string? RunId { get; init; }

    public long ScheduledAt { get; init; }

    public int Attempt { get; init; }

    public RunOutcome Outcome { get; init; }

    public bool TakenOver { get; init; }

    public long? StartedAt { get; init; }

    public long EndedAt { get; init; }

    public string? Node { get; init; }

    public string? Error { get; init; }

    public ReadOnlyMemory<byte> Result { get; init; }

    public static ClosedFence Ended(JobRow row, OpenRun run, in JobCommit commit, long now, JobSerializer serializer) => new()
    {
        Job = row.Id,
        Fence = run.Fence,
        RunId = run.Pending?.RunId,
        ScheduledAt = commit.ScheduledAt == default ? run.Occurrence : commit.ScheduledAt.UtcTicks,
        Attempt = commit.Attempt > 0 ? commit.Attempt : run.Pending?.Attempt ?? 1,
        Outcome = commit.Outcome,
        StartedAt = commit.StartedAt == default ? null : commit.StartedAt.UtcTicks,
        EndedAt = commit.At == default ? now : commit.At.UtcTicks,
        Node = commit.Details?.Node ?? run.Node,
        Error = commit.Details?.Error is { } error ? serializer.WriteError(error) : null,
        Result = commit.Details is { } details ? details.Result.Utf8 : default,
    };

    public static ClosedFence Taken(JobRow row, OpenRun run, long now) => new()
    {
        Job = row.Id,
        Fence = run.Fence,
        RunId = run.Pending?.RunId,
        ScheduledAt = run.Occurrence,
        Attempt = run.Pending?.Attempt ?? 1,
        Outcome = RunOutcome.Abandoned,
        TakenOver = true,
        StartedAt = run.ClaimedAt,
        EndedAt = now,
        Node = run.Node,
    };

    public static NpgsqlParameter[] Parameters(IReadOnlyList<ClosedFence> closed) =>
    [
        Array(closed, run => run.Job, NpgsqlDbType.Bigint),
        Array(closed, run => run.Fence, NpgsqlDbType.Bigint),
        Array(closed, run => run.RunId, NpgsqlDbType.Text),
        Array(closed, run => run.ScheduledAt, NpgsqlDbType.Bigint),
        Array(closed, run => run.Attempt, NpgsqlDbType.Integer),
        Array(closed, run => (short)run.Outcome, NpgsqlDbType.Smallint),
        Array(closed, run => run.TakenOver, NpgsqlDbType.Boolean),
        Array(closed, run => run.StartedAt, NpgsqlDbType.Bigint),
        Array(closed, run => run.EndedAt, NpgsqlDbType.Bigint),
        Array(closed, run => run.Node, NpgsqlDbType.Text),
        Array(closed, run => run.Error, NpgsqlDbType.Text),
        Array(closed, run => run.Result.IsEmpty ? null : (ReadOnlyMemory<byte>?)run.Result, NpgsqlDbType.Text),
    ];

    public static JobRun Read(NpgsqlDataReader row, int first, string key, JobSerializer serializer) =>
        new(JobRow.RunId(key, row.GetInt64(first), StoredRow.Text(row, first + 1)), key, Instants.Of(row.GetInt64(first + 2)), row.GetInt32(first + 3), (RunOutcome)row.GetInt16(first + 4))
        {
            Fence = row.GetInt64(first),
            StartedAt = Instants.Of(StoredRow.Int64(row, first + 5)),
            EndedAt = Instants.Of(row.GetInt64(first + 6)),
            Node = StoredRow.Text(row, first + 7),
            Error = StoredRow.Text(row, first + 8) is { } error ? serializer.ReadError(error) : null,
            Result = row.IsDBNull(first + 9) ? default : JobValue.FromStored(row.GetFieldValue<byte[]>(first + 9), serializer.Json),
        };

    public JobRun ToRun(string key, JobSerializer serializer) => new(JobRow.RunId(key, Fence, RunId), key, Instants.Of(ScheduledAt), Attempt, Outcome)
    {
        Fence = Fence,
        StartedAt = Instants.Of(StartedAt),
        EndedAt = Instants.Of(EndedAt),
        Node = Node,
        Error = Error is null ? null : serializer.ReadError(Error),
        Result = Result.IsEmpty ? default : JobValue.FromStored(Result, serializer.Json),
    };

    private static NpgsqlParameter Array<T>(IReadOnlyList<ClosedFence> closed, Func<ClosedFence, T> value, NpgsqlDbType type) =>
        Sql.Array(closed.Select(value).ToArray(), type);
}
