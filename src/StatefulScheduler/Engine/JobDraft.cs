using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// One change of one job while it is being decided: begins as the job is, ends as a JobCommit.
internal sealed class JobDraft(ScheduledJob job)
{
    private DateTimeOffset? next = job.NextFireAt;
    private DateTimeOffset? previous = job.PreviousFireAt;

    // What the decision is taken against.
    public ScheduledJob Job => job;

    public JobPlan Plan { get; set; } = job.Plan;

    public JobState State { get; private set; } = job.State;

    public int StateSchema { get; private set; } = job.StateSchema;

    public StateChangeKind Kind { get; set; }

    public JobStatus Status { get; private set; } = job.Status;

    public PauseInfo? Pause { get; private set; } = job.Pause;

    public ParkInfo? Parked { get; private set; } = job.Parked;

    public PendingRun? Adds { get; set; }

    public PendingKind Drops { get; set; }

    public bool Removes { get; set; }

    public bool RaisesVersion { get; set; }

    public string? Actor { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset? NextFireAt => next;

    public bool MovesSchedule { get; private set; }

    public bool HasRetry => Adds is { Kind: PendingKind.Retry } || ((Drops & PendingKind.Retry) == 0 && job.Retry is not null);

    public bool ChangesState => !State.HasBytesOf(job.State) || StateSchema != job.StateSchema;

    public JobDraft Copy() => (JobDraft)MemberwiseClone();

    public void SetState(JobState state, int schema) => (State, StateSchema) = (state, schema);

    public void MoveTo(DateTimeOffset? nextFire, DateTimeOffset? settled = null)
    {
        next = nextFire;
        previous = settled ?? previous;
        MovesSchedule = true;
    }

    public void SetStatus(JobStatus status, PauseInfo? pause = null, ParkInfo? parked = null) =>
        (Status, Pause, Parked) = (status, pause, parked);

    // An active job with nothing ahead has finished.
    public void FinishWhenDone(bool succeeded)
    {
        if (Status == JobStatus.Active && next is null && !HasRetry)
            SetStatus(succeeded ? JobStatus.Completed : JobStatus.Failed);
    }

    public JobCommit ToCommit(DateTimeOffset at)
    {
        var setsStatus = Status != job.Status || Pause != job.Pause || Parked != job.Parked;
        return new()
        {
            JobId = job.Id,
            Version = job.Version,
            StateVersion = job.StateVersion,
            State = ChangesState ? State : null,
            StateSchema = StateSchema,
            Kind = Kind,
            RaisesVersion = RaisesVersion,
            MovesSchedule = MovesSchedule,
            NextFireAt = next,
            PreviousFireAt = previous,
            Status = setsStatus ? Status : null,
            Removes = Removes,
            At = at,
            Details = new()
            {
                Plan = ReferenceEquals(Plan, job.Plan) ? null : Plan,
                Pause = Pause,
                Parked = Parked,
                Adds = Adds,
                Drops = Drops,
                Actor = Actor,
                Reason = Reason,
            },
        };
    }
}
