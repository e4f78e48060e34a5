using Npgsql;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// How a row of the table job is read.
internal static class StoredRow
{
    // The columns of Read, in its order. The job's key, which stands in job_plan, comes from elsewhere.
    public const string Columns = """
        j.id, j.lane, j.due_at, j.status, j.next_fire, j.previous_fire, j.fence, j.last_fence, j.last_run, j.abandoned, j.run_slots,
        j.version, j.plan_version, j.added_at, j.finished_at, j.open_fence, j.open_occurrence, j.open_claimed_at, j.lease_until, j.open_node, j.open_advanced,
        j.runs, j.pending, j.pause_at, j.pause_actor, j.pause_reason, j.parked_code, j.parked_reason,
        j.state_version, j.state_at, j.state_kind, j.state_fence, j.state_run, j.state_actor, j.state_reason, j.state
        """;

    public const int ColumnCount = 36;

    public static JobRow Read(NpgsqlDataReader row, int first, string key, LaneTable lanes, JobSerializer serializer)
    {
        var lane = lanes.Get(row.GetInt32(first + 1));
        return new JobRow
        {
            Handle = new ClaimedRow(row.GetInt64(first), lane),
            Key = key,
            Lane = lane,
            DueAt = Int64(row, first + 2),
            Status = (JobStatus)row.GetInt16(first + 3),
            NextFire = Int64(row, first + 4),
            PreviousFire = Int64(row, first + 5),
            Fence = row.GetInt64(first + 6),
            LastFence = row.GetInt64(first + 7),
            LastRun = row.GetInt64(first + 8),
            Abandoned = row.GetInt32(first + 9),
            RunSlots = row.GetInt32(first + 10),
            Version = row.GetInt64(first + 11),
            PlanVersion = row.GetInt64(first + 12),
            AddedAt = row.GetInt64(first + 13),
            FinishedAt = Int64(row, first + 14),
            Open = Open(row, first + 15, serializer),
            Pending = Text(row, first + 22) is { } pending ? serializer.ReadPending(pending) : [],
            Pause = Int64(row, first + 23) is { } at ? new PauseInfo(Instants.Of(at), Text(row, first + 24), Text(row, first + 25)) : null,
            Parked = Text(row, first + 26) is { } code ? new ParkInfo(code, Text(row, first + 27) ?? string.Empty) : null,
            StateVersion = row.GetInt64(first + 28),
            StateBy = new StateStamp(
                row.GetInt64(first + 29), (StateChangeKind)row.GetInt16(first + 30), row.GetInt64(first + 31), Text(row, first + 32), Text(row, first + 33), Text(row, first + 34)),
            State = serializer.ReadState(row.GetFieldValue<byte[]>(first + 35)),
        };
    }

    public static long? Int64(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // From open_fence on: the run in the columns, then those in runs.
    private static List<OpenRun> Open(NpgsqlDataReader row, int first, JobSerializer serializer)
    {
        var open = row.IsDBNull(first + 6) ? [] : OpenRunJson.Read(row.GetFieldValue<byte[]>(first + 6), serializer);
        if (row.GetInt64(first) is var fence and not 0)
        {
            open.Add(new OpenRun
            {
                Fence = fence,
                Epoch = 0,
                Occurrence = row.GetInt64(first + 1),
                ClaimedAt = row.GetInt64(first + 2),
                LeaseUntil = row.GetInt64(first + 3),
                Node = Text(row, first + 4),
                Advanced = row.GetBoolean(first + 5),
            });
        }

        return open;
    }
}

// JobClaim.Handle: the number of the row, and the lane that the job was claimed in, which says in which schema its state was.
internal sealed record ClaimedRow(long Id, Lane Lane) : RowHandle(Id)
{
    private volatile string? place;

    // Where its version of the row stands (its ctid), which the claim or the last renewal has written: the commit finds it there without an index, however many
    // dead versions of the row the server must keep. Null: not known. When something has moved the row since, the commit goes by the rules.
    public string? Place
    {
        get => place;
        set => place = value;
    }
}
