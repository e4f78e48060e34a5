namespace StatefulScheduler.Stores.Rows;

// What a change of a row needs of the store that keeps it, in one transaction.
internal interface IRowWriter
{
    // Read once for each transaction.
    StoreClock Clock { get; }

    // Runs that were opened under another one are void; a store whose leases outlive a process has one epoch for good.
    long Epoch { get; }

    JobPlan PlanOf(JobRow row);

    Lane LaneOf(string handler, int stateSchema, int priority);

    // Keeps the definition; the row has its next version already.
    void SavePlan(JobRow row, JobPlan plan);

    // Keeps the state that is about to be replaced, or lets it go, as the job's history policy says.
    void Replacing(JobRow row, StateChangeKind kind);

    // A run was closed by its own commit.
    void Ended(JobRow row, OpenRun run, in JobCommit commit);

    // A run was closed by a claim that took its place, with the fence that the row has now. Suspect: it was not the first in a row.
    void TakenOver(JobRow row, OpenRun run, bool suspect);

    // How a fence was closed that is not open any more.
    ClosedRun Closed(JobRow row, long fence);
}

// What is known of a closed fence.
internal enum ClosedRun
{
    Unknown,

    // By its own commit.
    Ended,

    // By a later claim that took its slot.
    TakenOver,
}
