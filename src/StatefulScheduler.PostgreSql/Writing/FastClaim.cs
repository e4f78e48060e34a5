using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Claims the plain jobs among the first due by one statement, and names the others, which are then claimed by the rules (ClaimWork).
// It moves no indexed column. Correctness does not depend on $low, where a long look at what lies dead before it is saved: see ClaimPlace.
internal static class FastClaim
{
    // $1 time, $2 where to begin in each priority, $3 lanes, $4 priorities, $5 room, $6 node, $7 lease, $8 bytes, $9 and $12 whose turn it is of the suspects, and until when, $10 whether plain jobs are claimed here,
    // $11 the number of this claim.
    // In two parts, since a statement that changes rows must stand at the top: whoever wants to aggregate the answer puts it between them.
    internal static readonly string Claim = $"""
        WITH clock AS MATERIALIZED (SELECT {Sql.Now(1)} AS now),
        due AS MATERIALIZED (
          SELECT d.* FROM unnest($4::integer[], $2::bigint[]) WITH ORDINALITY AS p(priority, low, rank) CROSS JOIN LATERAL (
            SELECT j.ctid AS place, j.id, j.due_at, p.rank, p.priority, j.state_size, j.plain AND j.open_fence = 0 AND $10 AS fast FROM job j
            WHERE j.priority = p.priority AND j.due_at >= p.low AND j.due_at <= (SELECT now FROM clock)
              AND (j.lease_until IS NULL OR j.lease_until <= (SELECT now FROM clock)) AND j.lane = ANY($3)
              AND ($12 <= (SELECT now FROM clock) OR j.id = $9 OR j.abandoned = 0 OR (j.open_fence = 0 AND j.runs IS NULL))
            ORDER BY j.due_at, j.id LIMIT $5 FOR UPDATE OF j SKIP LOCKED) AS d
          LIMIT $5),
        sized AS (SELECT d.*, sum(d.state_size) OVER (ORDER BY d.rank, d.due_at, d.id) - d.state_size AS before FROM due AS d),
        opened AS (
          UPDATE job j SET fence = j.fence + 1, open_fence = j.fence + 1, open_occurrence = coalesce(j.next_fire, c.now), open_claimed_at = c.now,
            open_node = $6, open_advanced = false, open_claim = $11, lease_until = c.now + $7
          FROM sized s, clock c WHERE j.ctid = s.place AND j.id = s.id AND s.fast AND (s.before = 0 OR s.before + s.state_size <= $8)
          RETURNING s.rank, s.due_at, s.priority, s.fast, j.id, j.fence, j.lane, j.version, j.plan_version, j.state_version, j.next_fire, j.previous_fire, j.abandoned, j.open_occurrence, j.state, j.ctid::text AS place),
        next AS MATERIALIZED (
          SELECT min(least(
            (SELECT f.due_at FROM job f WHERE f.priority = p.priority AND f.due_at > c.now AND f.lane = ANY($3) ORDER BY f.due_at LIMIT 1),
            (SELECT min(h.lease_until) FROM job h WHERE h.priority = p.priority AND h.due_at >= p.low AND h.due_at <= c.now AND h.lease_until > c.now AND h.lane = ANY($3)))) AS due
          FROM clock c, unnest($4::integer[], $2::bigint[]) AS p(priority, low) WHERE (SELECT count(*) FROM due) < $5)
        """;

    // A row that moved between the look and its lock is found, but not where it was: the next look claims it.
    // What was opened and what was not, one after the other: to join them again would compare each with each.
    internal const string Answer = """
        SELECT c.now, (SELECT max(l.id) FROM lane l) AS newest, n.due AS next, f.id, f.due_at, f.priority, f.fast,
          f.fence, f.lane, f.version, f.plan_version, f.state_version, f.next_fire, f.previous_fire, f.abandoned, f.open_occurrence, f.state, f.place, (SELECT count(*) FROM due) AS found
        FROM clock c CROSS JOIN next n LEFT JOIN (
          SELECT * FROM opened UNION ALL
          SELECT s.rank, s.due_at, s.priority, s.fast, s.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
          FROM sized s WHERE NOT s.fast OR (s.before > 0 AND s.before + s.state_size > $8)) AS f ON true
        ORDER BY f.rank, f.due_at, f.id
        """;

    private static readonly string Statement = $"{Claim}\n{Answer}";

    // What a claim has opened whose answer was lost.
    private static readonly string Opened = $"""
        SELECT c.now, 0, NULL::bigint, j.id, j.due_at, j.priority, true, j.fence, j.lane, j.version, j.plan_version, j.state_version, j.next_fire, j.previous_fire, j.abandoned, j.open_occurrence, j.state, j.ctid::text, 0::bigint
        FROM (SELECT {Sql.Now(1)} AS now) AS c JOIN job j ON j.priority = ANY($2) AND j.due_at <= c.now AND j.open_fence <> 0 AND j.open_claim = $3 AND j.lease_until > c.now
        ORDER BY j.priority DESC, j.due_at, j.id
        """;

    public static NpgsqlBatchCommand Command(StoreParts parts, ClaimRequest request, ClaimStart start, int room, long number)
    {
        var turn = parts.Suspects.Of(request.Node);
        return Sql.Command(
            Statement,
            Sql.Bigint(parts.Time),
            Sql.Array(start.Lows, NpgsqlDbType.Bigint),
            Sql.Array(start.Lanes.Lanes, NpgsqlDbType.Integer),
            Sql.Array(start.Lanes.Priorities, NpgsqlDbType.Integer),
            Sql.Bigint(room),
            Sql.Text(request.Node),
            Sql.Bigint(Math.Min(request.Lease.Ticks, TimeSpan.FromDays(3650).Ticks)),
            Sql.Bigint(request.MaxStateBytes),
            Sql.Bigint(turn.Job),
            Sql.Of(parts.Options.UsesFastStatements),
            Sql.Bigint(number),
            Sql.Bigint(turn.Until));
    }

    public static NpgsqlBatchCommand OpenedBefore(StoreParts parts, ClaimStart start, long number) =>
        Sql.Command(Opened, Sql.Bigint(parts.Time), Sql.Array(start.Lanes.Priorities, NpgsqlDbType.Integer), Sql.Bigint(number));

    public static async ValueTask<FoundDue> ReadAsync(NpgsqlDataReader row, StoreParts parts)
    {
        var found = new FoundDue();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            found.Now = row.GetInt64(0);
            found.NewestLane = row.IsDBNull(1) ? 0 : row.GetInt32(1);
            found.NextDue = StoredRow.Int64(row, 2);
            found.Count = row.GetInt64(18);
            if (!row.IsDBNull(3))
                found.Jobs.Add(new DueJob(row.GetInt64(3), row.GetInt64(4), row.GetInt32(5), row.GetBoolean(6), row.IsDBNull(7) ? null : Claimed(row, parts, found.Now)));
        }

        return found;
    }

    private static ClaimedJob Claimed(NpgsqlDataReader row, StoreParts parts, long now)
    {
        var lane = parts.Lanes.Get(row.GetInt32(8));
        var claim = new JobClaim
        {
            Handle = new ClaimedRow(row.GetInt64(3), lane) { Place = row.GetString(17) },
            Fence = row.GetInt64(7),
            StateSchema = lane.StateSchema,
            Version = row.GetInt64(9),
            StateVersion = row.GetInt64(11),
            Status = JobStatus.Active,
            NextFireAt = Instants.Of(StoredRow.Int64(row, 12)),
            PreviousFireAt = Instants.Of(StoredRow.Int64(row, 13)),
            AbandonedRuns = row.GetInt32(14),
            ScheduledAt = Instants.Of(StoredRow.Int64(row, 15) ?? now),
            State = parts.Context.Serializer.ReadState(row.GetFieldValue<byte[]>(16)),
        };
        return new ClaimedJob(claim, row.GetInt64(10));
    }
}

// A claim whose definition is still to be found.
internal sealed record ClaimedJob(JobClaim Claim, long PlanVersion);

// A job that a look has found due. Fast: plain, so that the statement claims it; Claimed: it has, since it was not beyond the bytes that were asked for.
internal sealed record DueJob(long Id, long DueAt, int Priority, bool Fast, ClaimedJob? Claimed);

// What one look at the due jobs has brought, in their order.
internal sealed class FoundDue
{
    public long Now { get; set; }

    public long NewestLane { get; set; }

    // How many were found; those that are not named moved meanwhile.
    public long Count { get; set; }

    // Of what was not found due.
    public long? NextDue { get; set; }

    // Nothing was claimed from where the look began: there may be something before.
    public bool MissesSkipped { get; set; }

    // More may be due than was looked for.
    public bool IsPartial { get; set; }

    public List<DueJob> Jobs { get; } = [];
}
