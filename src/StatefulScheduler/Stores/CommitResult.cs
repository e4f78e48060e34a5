namespace StatefulScheduler.Stores;

/// <summary>What became of one commit.</summary>
/// <param name="Status">Whether it was stored.</param>
/// <param name="Job">The job as it is now: always after <see cref="CommitStatus.VersionConflict"/>, otherwise where <see cref="JobCommit.WantsJob"/> asked for it.</param>
/// <param name="StateVersion">The state's version now; 0 when the job is gone.</param>
public readonly record struct CommitResult(CommitStatus Status, ScheduledJob? Job, long StateVersion);

/// <summary>Whether a commit was stored. A lost race is an answer, not an exception.</summary>
public enum CommitStatus
{
    /// <summary>It was stored.</summary>
    Committed,

    /// <summary>The same fence had been committed before: the answer was lost, not the commit. Nothing was changed.</summary>
    AlreadyCommitted,

    /// <summary>The fence is no longer current. Nothing was changed.</summary>
    StaleRun,

    /// <summary>The job, or its state, is at another version than the one the commit was decided against. Nothing was changed; the run is still open.</summary>
    VersionConflict,

    /// <summary>The job is not there any more.</summary>
    Gone,
}
