namespace StatefulScheduler.Stores.Rows;

// A job as it is stored, with all that decides when it is due. It changes in place, in the writer's transaction; when that is rolled back, the row is thrown away.
internal sealed class JobRow
{
    public required RowHandle Handle { get; set; }

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

    // Where that run is found, and where the chain of all closed runs begins: as the store counts; 0: there is none.
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

    public OpenRun? Run(long fence)
    {
        foreach (var run in Open)
        {
            if (run.Fence == fence)
                return run;
        }

        return null;
    }

    public static string RunId(string key, long fence, string? promised) =>
        promised ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key}#{fence}");

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
internal record RowHandle(long Id);

// Who made the current version of a state. Fence: the run that wrote it, 0 for none; RunId only where it is not made of id and fence.
internal readonly record struct StateStamp(long At, StateChangeKind Kind, long Fence, string? RunId, string? Actor, string? Reason)
{
    public string? RunIdOf(string key) => Fence == 0 ? RunId : JobRow.RunId(key, Fence, RunId);

    // The version that it stamps.
    public StateVersion ToVersion(string key, long version, JobState state, int schema) => new(version, state, schema, Instants.Of(At), Kind, Actor, RunIdOf(key), Reason);
}

// Jobs of one handler, state schema and priority.
internal sealed record Lane(long Id, string Handler, int StateSchema, int Priority);
