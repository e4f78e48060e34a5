using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

internal static class Some
{
    public static PendingRun Manual(TestStore store, string? runId = null) => new()
    {
        Kind = PendingKind.Manual,
        RunId = runId,
        ScheduledAt = store.Time.Now,
        DueAt = store.Time.Now,
        OffSchedule = true,
    };

    public static PendingRun Retry(JobClaim claim, DateTimeOffset dueAt) => new()
    {
        Kind = PendingKind.Retry,
        ScheduledAt = claim.ScheduledAt,
        DueAt = dueAt,
        Attempt = claim.Attempt + 1,
        FirstAttemptAt = claim.ScheduledAt,
    };
}
