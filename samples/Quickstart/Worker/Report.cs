using Quickstart.Import;
using StatefulScheduler;

namespace Quickstart.Worker;

// One line from a worker to its parent, as JSON.
internal sealed record Report(ReportKind Kind, JobStatus Status, long Version, long StateVersion, ImportState? State, int Lines = 0)
{
    public static Report Of(ReportKind kind, ScheduledJob job) => new(kind, job.Status, job.Version, job.StateVersion, job.State.As<ImportState>());
}

internal enum ReportKind
{
    Ready, // the scheduler runs; the job as it was found
    Stored, // a batch is committed to orders.db, and its state not yet to jobs.db
    Committed, // a run is committed to jobs.db
    Paused,
    Completed,
}
