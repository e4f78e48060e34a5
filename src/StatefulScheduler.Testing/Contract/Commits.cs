using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// The commits that checks begin with; what matters to a check is added with `with`.
internal static class Commits
{
    public static JobCommit Command(string id, DateTimeOffset at) => new() { JobId = id, At = at, Kind = StateChangeKind.Modified };

    public static JobCommit ByRun(in JobClaim claim, DateTimeOffset at) => new()
    {
        JobId = claim.Plan.Id,
        Handle = claim.Handle,
        Fence = claim.Fence,
        At = at,
        ScheduledAt = claim.ScheduledAt,
        StartedAt = at,
        Attempt = claim.Attempt,
        Kind = StateChangeKind.Checkpoint,
    };

    public static JobCommit Checkpoint(in JobClaim claim, JobState state, long stateVersion, DateTimeOffset at) =>
        ByRun(claim, at) with { State = state, StateSchema = claim.StateSchema, StateVersion = stateVersion };

    // The schedule moves on, the run stays open.
    public static JobCommit Advance(in JobClaim claim, DateTimeOffset? next, DateTimeOffset at) =>
        ByRun(claim, at) with { MovesSchedule = true, NextFireAt = next, PreviousFireAt = claim.ScheduledAt };

    // An hour later again, unless the schedule has left the run's occurrence already.
    public static JobCommit End(in JobClaim claim, DateTimeOffset at, RunOutcome outcome = RunOutcome.Succeeded) =>
        ByRun(claim, at) with
        {
            EndsRun = true,
            Outcome = outcome,
            Kind = StateChangeKind.RunSucceeded,
            MovesSchedule = !claim.Advanced,
            NextFireAt = at.AddHours(1),
            PreviousFireAt = claim.ScheduledAt,
        };

    public static JobCommit GiveBack(in JobClaim claim, DateTimeOffset at) => ByRun(claim, at) with { EndsRun = true, Outcome = RunOutcome.Pending };
}
