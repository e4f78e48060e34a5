using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite;

// A job as it is stored. The writer's own copies change in place, together with the table; when a transaction is rolled back they are thrown away.
internal sealed class JobRow
{
    // The columns of Read, in its order.
    public const string Columns = """
        j.id, j.key, j.lane, j.due_at, j.status, j.next_fire, j.previous_fire, j.fence, j.last_fence, j.last_run, j.newest_run, j.abandoned, j.run_slots,
        j.version, j.plan_version, j.added_at, j.finished_at, j.open, j.pending, j.pause_at, j.pause_actor, j.pause_reason, j.parked_code, j.parked_reason,
        j.state_version, j.state_at, j.state_kind, j.state_fence, j.state_run, j.state_actor, j.state_reason, j.state
        """;

    public const int ColumnCount = 32;

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

    // Where in job_run that run stands, and where the chain of all closed runs begins; 0: there is none.
    public long LastRun { get; set; }

    public long NewestRun { get; set; }

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
