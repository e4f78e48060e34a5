namespace StatefulScheduler;

/// <summary>One atomic change to one job, described. Nothing happens until the command that was given it commits.</summary>
/// <remarks>Calls add up; their order does not matter, except between calls of <c>State</c>. Not thread-safe.</remarks>
public sealed class JobChange
{
    internal JobChange()
    {
    }

    internal Func<JobState, JobState>? StateUpdate { get; private set; }

    internal StateChangeKind? StateKind { get; private set; }

    internal Trigger? NewTrigger { get; private set; }

    internal JobValue? NewArguments { get; private set; }

    internal Func<JobOptions, JobOptions>? OptionsUpdate { get; private set; }

    internal bool Pauses { get; private set; }

    internal ResumeFrom? Resumes { get; private set; }

    internal bool SkipsNext { get; private set; }

    internal bool Removes { get; private set; }

    internal string? Why { get; private set; }

    internal long? ExpectedVersion { get; private set; }

    internal long? ExpectedStateVersion { get; private set; }

    internal bool IsEmpty => StateUpdate is null && NewTrigger is null && NewArguments is null && OptionsUpdate is null
        && !Pauses && Resumes is null && !SkipsNext && !Removes;

    /// <summary>Changes the state. The function gets the newest stored state, and gets it again when somebody was faster: it must be pure.</summary>
    /// <param name="update">From state to state.</param>
    /// <returns>This change.</returns>
    public JobChange State(Func<JobState, JobState> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var before = StateUpdate;
        StateUpdate = before is null ? update : state => update(before(state));
        return this;
    }

    /// <summary>Changes the state as a value of the job's state type; members that the type does not know are kept.</summary>
    /// <typeparam name="TState">The state type.</typeparam>
    /// <param name="update">From state to state; pure.</param>
    /// <returns>This change.</returns>
    public JobChange State<TState>(Func<TState, TState> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return State(state => state.With(update));
    }

    /// <summary>Gives the job another trigger; its next fire is computed from now. A pause stays.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <returns>This change.</returns>
    public JobChange Trigger(Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        NewTrigger = trigger;
        return this;
    }

    /// <summary>Gives the job other arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>This change.</returns>
    public JobChange Arguments(JobValue arguments)
    {
        NewArguments = arguments;
        return this;
    }

    /// <summary>Changes how the job behaves: <c>o => o with { Timeout = … }</c>.</summary>
    /// <param name="update">From options to options; pure.</param>
    /// <returns>This change.</returns>
    public JobChange Options(Func<JobOptions, JobOptions> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var before = OptionsUpdate;
        OptionsUpdate = before is null ? update : options => update(before(options));
        return this;
    }

    /// <summary>Pauses the job. Runs in flight go on; runs that were asked for by hand and have not begun are dropped.</summary>
    /// <returns>This change.</returns>
    public JobChange Pause()
    {
        Pauses = true;
        return this;
    }

    /// <summary>Resumes the job.</summary>
    /// <param name="from">Which fire comes next; by default the first one after now.</param>
    /// <returns>This change.</returns>
    public JobChange Resume(ResumeFrom from = default)
    {
        Resumes = from;
        return this;
    }

    /// <summary>Drops the next fire; the one after it comes next.</summary>
    /// <returns>This change.</returns>
    public JobChange SkipNext()
    {
        SkipsNext = true;
        return this;
    }

    /// <summary>Removes the job, with its history.</summary>
    /// <returns>This change.</returns>
    public JobChange Remove()
    {
        Removes = true;
        return this;
    }

    /// <summary>Says why; kept in the history and shown beside the change.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>This change.</returns>
    public JobChange Reason(string? reason)
    {
        Why = reason;
        return this;
    }

    /// <summary>Makes the change a single try that is refused when <see cref="ScheduledJob.Version"/> is another.</summary>
    /// <param name="version">The version expected.</param>
    /// <returns>This change.</returns>
    public JobChange ExpectVersion(long version)
    {
        ExpectedVersion = version;
        return this;
    }

    /// <summary>Makes the change a single try that is refused when <see cref="ScheduledJob.StateVersion"/> is another.</summary>
    /// <param name="version">The version expected.</param>
    /// <returns>This change.</returns>
    public JobChange ExpectStateVersion(long version)
    {
        ExpectedStateVersion = version;
        return this;
    }

    internal JobChange As(StateChangeKind kind)
    {
        StateKind = kind;
        return this;
    }
}

/// <summary>Which fire comes next when a job is resumed.</summary>
public readonly record struct ResumeFrom
{
    private ResumeFrom(bool kept, DateTimeOffset? time)
    {
        IsKept = kept;
        Time = time;
    }

    /// <summary>Gets the first fire after now.</summary>
    public static ResumeFrom Now => default;

    /// <summary>Gets the fire that the pause kept, judged by the misfire rules; a retry that was waiting goes on.</summary>
    public static ResumeFrom Kept { get; } = new(true, null);

    internal bool IsKept { get; }

    internal DateTimeOffset? Time { get; }

    /// <summary>Fires at this instant first, then as the trigger says.</summary>
    /// <param name="time">The instant.</param>
    /// <returns>The mode.</returns>
    public static ResumeFrom At(DateTimeOffset time) => new(false, time);
}
