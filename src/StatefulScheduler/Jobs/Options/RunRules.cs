namespace StatefulScheduler;

/// <summary>What becomes of several occurrences of a job that are overdue at once.</summary>
public enum CoalesceMode
{
    /// <summary>One run, for the latest of them.</summary>
    Latest,

    /// <summary>One run, for the earliest of them; the others are dropped.</summary>
    Earliest,

    /// <summary>Every one of them runs, in order.</summary>
    All,
}

/// <summary>What becomes of an occurrence that comes due while every run slot of its job is taken.</summary>
public enum WhenFull
{
    /// <summary>It is skipped: the next fire is the first one after the run has ended.</summary>
    Skip,

    /// <summary>It waits for a slot; several that wait are coalesced.</summary>
    Queue,

    /// <summary>The run that holds the slot is cancelled for it.</summary>
    Replace,
}

/// <summary>Who wins when somebody changed the state while a run was in flight.</summary>
public enum StateConflictPolicy
{
    /// <summary>Three-way, member by member; where both sides changed one, the stored value wins and the other is reported.</summary>
    Merge,

    /// <summary>The stored state stays; the run's is reported.</summary>
    KeepStored,

    /// <summary>The run's state replaces the stored one; the stored one is reported.</summary>
    KeepRun,

    /// <summary>The run counts as failed, and its failure policy applies.</summary>
    FailRun,
}

/// <summary>How often an occurrence may run when a node dies in the middle.</summary>
public enum DeliveryGuarantee
{
    /// <summary>Again, until one run of it has been committed.</summary>
    AtLeastOnce,

    /// <summary>Never again: the schedule is advanced before the run begins.</summary>
    AtMostOnce,
}

/// <summary>Which versions of a job's state are kept.</summary>
public sealed record StateHistoryPolicy
{
    /// <summary>Gets the policy that keeps the current state only.</summary>
    public static StateHistoryPolicy None { get; } = new() { Mode = StateHistoryMode.None };

    /// <summary>Gets the policy that keeps the last 20 versions written by people, failure policies, deploys and restores, and for each the version it replaced.</summary>
    public static StateHistoryPolicy Decisions { get; } = new() { Mode = StateHistoryMode.Decisions, Count = 20 };

    /// <summary>Gets which versions count.</summary>
    public StateHistoryMode Mode { get; init; }

    /// <summary>Gets how many are kept; <see langword="null"/>: no limit.</summary>
    public int? Count { get; init; }

    /// <summary>Gets how long one is kept; <see langword="null"/>: no limit.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Keeps the last versions, whoever wrote them.</summary>
    /// <param name="count">How many: 1 to 100,000.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public static StateHistoryPolicy All(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100_000);
        return new() { Mode = StateHistoryMode.All, Count = count };
    }

    /// <summary>Keeps every version for some time.</summary>
    /// <param name="age">How long; positive.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="age"/> is zero or negative.</exception>
    public static StateHistoryPolicy For(TimeSpan age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero);
        return new() { Mode = StateHistoryMode.All, Age = age };
    }

    /// <summary>Says whether a change of this kind is kept.</summary>
    /// <param name="kind">What changed the state.</param>
    /// <returns><see langword="true"/> when the new version, and the one it replaces, belong into the history.</returns>
    public bool Keeps(StateChangeKind kind) => Mode switch
    {
        StateHistoryMode.None => false,
        StateHistoryMode.All => true,
        _ => kind is not (StateChangeKind.RunSucceeded or StateChangeKind.Checkpoint),
    };
}

/// <summary>Which changes of a state count for its history.</summary>
public enum StateHistoryMode
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those that somebody or some policy decided; not those of ordinary runs.</summary>
    Decisions,

    /// <summary>All.</summary>
    All,
}
