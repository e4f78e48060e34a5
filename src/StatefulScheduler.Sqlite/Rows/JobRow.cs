using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite;

// A job as it is stored. The writer's own copies change in place, together with the table; when a transaction is rolled back they are thrown away.
internal sealed class JobRow
{
    // The columns of Read, in its order.
    public const string Columns = """
        j.id, j.key, j.lane, j.due_at, j.status, j.next_fire, j.previous_fire, j.fence, j.last_fence, j.abandoned, j.run_slots,
        j.version, j.plan_version, j.added_at, j.finished_at, j.open, j.pending, j.pause_at, j.pause_actor, j.pause_reason, j.parked_code, j.parked_reason,
        j.state_version, j.state_at, j.state_kind, j.state_fence, j.state_run, j.state_actor, j.state_reason, j.state
        """;

    public const int ColumnCount = 30;

    public required RowHandle Handle { get; init; }

    public long Id => Handle.Id;

    public required string Key { get; init; }

    public required Lane Lane { get; set; }

    public long? DueAt { get; set; }

    public JobStatus Status { get; set; }

    public long? NextFire { get; set; }

    public long? PreviousFire { get; set; }

    public long Fence { get; set; }

    // The last fence that ended with an outcome; 0: none has.
    public long LastFence { get; set; }

    public int Abandoned { get; set; }

    public int RunSlots { get; set; }

    public long Version { get; set; }

    public long PlanVersion { get; set; }

    public long AddedAt { get; init; }

    public long? FinishedAt { get; set; }

    public List<OpenRun> Open { get; init; } = [];

    public IReadOnlyList<PendingRun> Pending { get; set; } = [];

    public PauseInfo? Pause { get; set; }

    public ParkInfo? Parked { get; set; }

    public long StateVersion { get; set; }

    public StateStamp StateBy { get; set; }

    public required JobState State { get; set; }

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
        Abandoned = row.Int32(9),
        RunSlots = row.Int32(10),
        Version = row.Int64(11),
        PlanVersion = row.Int64(12),
        AddedAt = row.Int64(13),
        FinishedAt = row.Int64OrNull(14),
        Open = OpenRunJson.Read(row.Utf8(15), serializer),
        Pending = row.TextOrNull(16) is { } pending ? serializer.ReadPending(pending) : [],
        Pause = row.Int64OrNull(17) is { } at ? new PauseInfo(Instants.Of(at), row.TextOrNull(18), row.TextOrNull(19)) : null,
        Parked = row.TextOrNull(20) is { } code ? new ParkInfo(code, row.TextOrNull(21) ?? string.Empty) : null,
        StateVersion = row.Int64(22),
        StateBy = new StateStamp(row.Int64(23), (StateChangeKind)row.Int32(24), row.Int64(25), row.TextOrNull(26), row.TextOrNull(27), row.TextOrNull(28)),
        State = serializer.ReadState(row.Utf8(29).ToArray()),
    };

    public OpenRun? Run(long fence)
    {
        foreach (var run in Open)
        {
            if (run.Fence == fence)
                return run;
        }

        return null;
    }

    public string RunId(long fence, string? promised) =>
        promised ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Key}#{fence}");

    public ScheduledJob ToJob(string store, long epoch, JobPlan plan, JobRun? lastRun) => new()
    {
        Plan = plan,
        Store = store,
        State = State,
        Status = Status,
        Pause = Pause,
        Parked = Parked,
        NextFireAt = Instants.Of(NextFire),
        PreviousFireAt = Instants.Of(PreviousFire),
        RunningCount = Open.Count(run => run.Epoch == epoch),
        LastRun = lastRun,
        Pending = Pending,
        Version = Version,
        StateVersion = StateVersion,
        StateSchema = Lane.StateSchema,
        FinishedAt = Instants.Of(FinishedAt),
    };
}

// JobClaim.Handle: the number of the row, which no later job of the same id gets again.
internal sealed record RowHandle(long Id);

// Who made the current version of a state. Fence: the run that wrote it, 0 for none; RunId only where it is not made of id and fence.
internal readonly record struct StateStamp(long At, StateChangeKind Kind, long Fence, string? RunId, string? Actor, string? Reason);

// Jobs of one handler, state schema and priority.
internal sealed record Lane(long Id, string Handler, int StateSchema, int Priority);
