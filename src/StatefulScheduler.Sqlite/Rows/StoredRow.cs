using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// How a row of the table job is read.
internal static class StoredRow
{
    // The columns of Read, in its order.
    public const string Columns = """
        j.id, j.key, j.lane, j.due_at, j.status, j.next_fire, j.previous_fire, j.fence, j.last_fence, j.last_run, j.newest_run, j.abandoned, j.run_slots,
        j.version, j.plan_version, j.added_at, j.finished_at, j.open, j.pending, j.pause_at, j.pause_actor, j.pause_reason, j.parked_code, j.parked_reason,
        j.state_version, j.state_at, j.state_kind, j.state_fence, j.state_run, j.state_actor, j.state_reason, j.state
        """;

    public const int ColumnCount = 32;

    public static JobRow Read(Statement row, Func<long, Lane> lanes, JobSerializer serializer) => new()
    {
        Handle = new RowHandle(row.Int64(0)),
        Key = row.Text(1),
        Lane = lanes(row.Int64(2)),
        DueAt = row.Int64OrNull(3),
        Status = (JobStatus)row.Int32(4),
        NextFire = row.Int64OrNull(5),
        PreviousFire = row.Int64OrNull(6),
        Fence = row.Int64(7),
        LastFence = row.Int64(8),
        LastRun = row.Int64(9),
        NewestRun = row.Int64(10),
        Abandoned = row.Int32(11),
        RunSlots = row.Int32(12),
        Version = row.Int64(13),
        PlanVersion = row.Int64(14),
        AddedAt = row.Int64(15),
        FinishedAt = row.Int64OrNull(16),
        Open = OpenRunJson.Read(row.Utf8(17), serializer),
        Pending = row.TextOrNull(18) is { } pending ? serializer.ReadPending(pending) : [],
        Pause = row.Int64OrNull(19) is { } at ? new PauseInfo(Instants.Of(at), row.TextOrNull(20), row.TextOrNull(21)) : null,
        Parked = row.TextOrNull(22) is { } code ? new ParkInfo(code, row.TextOrNull(23) ?? string.Empty) : null,
        StateVersion = row.Int64(24),
        StateBy = new StateStamp(row.Int64(25), (StateChangeKind)row.Int32(26), row.Int64(27), row.TextOrNull(28), row.TextOrNull(29), row.TextOrNull(30)),
        State = serializer.ReadState(row.Utf8(31).ToArray()),
    };
}
