using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Ends the runs of many plain jobs by one statement. It stores what the rules would store, or nothing: whatever does not fit is left to them (CommitWork).
internal static class FastCommit
{
    internal static readonly string Statement = Build("j.id, j.state_version, j.due_at", "j.id, j.ended, j.state_version, j.due_at");

    private static readonly string StatementWithJob = Build(StoredRow.Columns, $"j.id, j.ended, j.state_version, j.due_at, j.run_node, {StoredRow.Columns}");

    // Whether the statement can say all that the commit says.
    public static bool Takes(in JobCommit commit) =>
        commit is { Handle: ClaimedRow { Place: not null } row, Fence: not 0, EndsRun: true, Status: null, Removes: false, RaisesVersion: false, Outcome: not (RunOutcome.Pending or RunOutcome.Abandoned), Attempt: > 0 }
        && commit.At != default && commit.ScheduledAt != default
        && commit.Details is null or { Plan: null, Pause: null, Parked: null, Adds: null, Drops: PendingKind.None, Actor: null, Reason: null }
        && (commit.State is null || (commit.Kind == StateChangeKind.RunSucceeded && commit.StateSchema == row.Lane.StateSchema));

    public static NpgsqlBatchCommand Command(StoreParts parts, ReadOnlyMemory<JobCommit> commits, IReadOnlyList<int> chosen, bool wantsJobs)
    {
        var serializer = parts.Context.Serializer;
        return Sql.Command(
            wantsJobs ? StatementWithJob : Statement,
            Sql.Bigint(parts.Time),
            Array((in commit) => ((ClaimedRow)commit.Handle!).Id, NpgsqlDbType.Bigint),
            Array((in commit) => commit.Fence, NpgsqlDbType.Bigint),
            Array((in commit) => (int)((ClaimedRow)commit.Handle!).Lane.Id, NpgsqlDbType.Integer),
            Array((in commit) => commit.Version, NpgsqlDbType.Bigint),
            Array((in commit) => commit.State is not null || commit.ChecksState ? commit.StateVersion : (long?)null, NpgsqlDbType.Bigint),
            Array((in commit) => commit.MovesSchedule, NpgsqlDbType.Boolean),
            Array((in commit) => Instants.Ticks(commit.NextFireAt), NpgsqlDbType.Bigint),
            Array((in commit) => Instants.Ticks(commit.PreviousFireAt), NpgsqlDbType.Bigint),
            Array((in commit) => commit.State is { } state ? state.Utf8 : (ReadOnlyMemory<byte>?)null, NpgsqlDbType.Text),
            Array((in commit) => commit.State?.Utf8.Length ?? 0, NpgsqlDbType.Integer),
            Array((in commit) => commit.ScheduledAt.UtcTicks, NpgsqlDbType.Bigint),
            Array((in commit) => commit.Attempt, NpgsqlDbType.Integer),
            Array((in commit) => (short)commit.Outcome, NpgsqlDbType.Smallint),
            Array((in commit) => commit.StartedAt == default ? null : (long?)commit.StartedAt.UtcTicks, NpgsqlDbType.Bigint),
            Array((in commit) => commit.At.UtcTicks, NpgsqlDbType.Bigint),
            Array((in commit) => commit.Details?.Node, NpgsqlDbType.Text),
            Array((in commit) => commit.Details?.Error is { } error ? serializer.WriteError(error) : null, NpgsqlDbType.Text),
            Array((in commit) => commit.Details is { Result.Utf8: { IsEmpty: false } result } ? result : (ReadOnlyMemory<byte>?)null, NpgsqlDbType.Text),
            Array((in commit) => ((ClaimedRow)commit.Handle!).Place, NpgsqlDbType.Text));

        NpgsqlParameter Array<T>(Reading<T> read, NpgsqlDbType type)
        {
            var values = new T[chosen.Count];
            for (var index = 0; index < values.Length; index++)
                values[index] = read(in commits.Span[chosen[index]]);
            return Sql.Array(values, type);
        }
    }

    // By row and fence.
    public static async ValueTask<Dictionary<(long Job, long Fence), FastResult>> ReadAsync(NpgsqlDataReader row, StoreParts parts, ReadOnlyMemory<JobCommit> commits, IReadOnlyList<int> chosen, bool wantsJobs)
    {
        var keys = wantsJobs ? chosen.ToDictionary(index => ((ClaimedRow)commits.Span[index].Handle!).Id, index => commits.Span[index].JobId) : [];
        var stored = new Dictionary<(long, long), FastResult>(chosen.Count);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            var job = wantsJobs ? StoredRow.Read(row, 5, keys[row.GetInt64(0)], parts.Lanes, parts.Context.Serializer) : null;
            stored[(row.GetInt64(0), row.GetInt64(1))] = new FastResult(row.GetInt64(2), StoredRow.Int64(row, 3), job, wantsJobs ? StoredRow.Text(row, 4) : null);
        }

        return stored;
    }

    // That numbers are above 0 is nothing new to us, but to the planner, which knows no array: it takes them for few rows, and finds each by its key however
    // small the table was when it made its plan.
    private static string Build(string returning, string answer) => $"""
        WITH i AS MATERIALIZED (SELECT * FROM unnest(
            $2::bigint[], $3::bigint[], $4::integer[], $5::bigint[], $6::bigint[], $7::boolean[], $8::bigint[], $9::bigint[], $10::text[], $11::integer[],
            $12::bigint[], $13::integer[], $14::smallint[], $15::bigint[], $16::bigint[], $17::text[], $18::text[], $19::text[], $20::text[])
          AS i(id, fence, lane, version, state_version, moves, next_fire, previous_fire, state, state_size, scheduled_at, attempt, outcome, started_at, ended_at, node, error, result, place)),
        u AS (
          UPDATE job j SET
            due_at = CASE WHEN i.moves THEN greatest(i.next_fire, CASE WHEN i.next_fire IS NOT NULL THEN {Sql.Now(1)} END) ELSE greatest(j.next_fire, CASE WHEN j.next_fire IS NOT NULL THEN {Sql.Now(1)} END) END,
            next_fire = CASE WHEN i.moves THEN i.next_fire ELSE j.next_fire END, previous_fire = CASE WHEN i.moves THEN i.previous_fire ELSE j.previous_fire END,
            lease_until = NULL, open_fence = 0, last_fence = i.fence, last_run = i.ended_at, abandoned = 0,
            state = coalesce(i.state, j.state), state_version = j.state_version + (i.state IS NOT NULL)::int,
            state_size = CASE WHEN i.state IS NULL THEN j.state_size ELSE i.state_size END,
            state_at = CASE WHEN i.state IS NULL THEN j.state_at ELSE i.ended_at END,
            state_kind = CASE WHEN i.state IS NULL THEN j.state_kind ELSE {(int)StateChangeKind.RunSucceeded} END,
            state_fence = CASE WHEN i.state IS NULL THEN j.state_fence ELSE i.fence END,
            state_run = CASE WHEN i.state IS NULL THEN j.state_run END, state_actor = CASE WHEN i.state IS NULL THEN j.state_actor END,
            state_reason = CASE WHEN i.state IS NULL THEN j.state_reason END
          FROM i WHERE i.id > 0 AND i.fence > 0 AND i.ended_at > 0 AND j.ctid = i.place::tid AND j.id = i.id AND j.open_fence = i.fence AND j.plain AND (i.version = 0 OR j.version = i.version)
            AND (i.state_version IS NULL OR j.state_version = i.state_version)
            AND (i.state IS NULL OR (j.lane = i.lane AND j.state_kind IN ({HistoryRule.Ordinary})))
          RETURNING {returning}, i.fence AS ended, i.scheduled_at, i.attempt, i.outcome, i.started_at, i.ended_at, coalesce(i.node, j.open_node) AS run_node, i.error, i.result),
        r AS (
          INSERT INTO job_run(job, fence, scheduled_at, attempt, outcome, taken_over, started_at, ended_at, node, error, result)
          SELECT u.id, u.ended, u.scheduled_at, u.attempt, u.outcome, false, u.started_at, u.ended_at, u.run_node, u.error, u.result FROM u)
        SELECT {answer} FROM u j
        """;

    private delegate T Reading<out T>(in JobCommit commit);
}

// What was stored of one commit. Row and Node: the job as it is now, and who ran it, where somebody wanted to know.
internal sealed record FastResult(long StateVersion, long? DueAt, JobRow? Row, string? Node);
