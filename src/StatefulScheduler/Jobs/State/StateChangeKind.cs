namespace StatefulScheduler;

/// <summary>What made a version of a job's state.</summary>
public enum StateChangeKind
{
    /// <summary>The job was added with it.</summary>
    Added,

    /// <summary>A modify, or a reschedule that carried state.</summary>
    Modified,

    /// <summary>A pause that carried state.</summary>
    Paused,

    /// <summary>A resume that carried state.</summary>
    Resumed,

    /// <summary>A run saved it before it ended; it stands whatever becomes of the run.</summary>
    Checkpoint,

    /// <summary>A run succeeded and returned it.</summary>
    RunSucceeded,

    /// <summary>A run failed and its failure policy wrote it.</summary>
    RunFailed,

    /// <summary>An older version was restored; the restored state is a new version.</summary>
    Restored,

    /// <summary>A deploy changed it, by declaring the job anew.</summary>
    Deployed,

    /// <summary>It came with an import from elsewhere.</summary>
    Imported,
}
