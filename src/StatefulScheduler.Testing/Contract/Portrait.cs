using System.Globalization;
using System.Text;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// Everything of a job as text, so that two snapshots are compared, and shown, as a whole.
internal static class Portrait
{
    public static string Of(ScheduledJob? job)
    {
        if (job is null)
            return "no job";

        var text = new StringBuilder();
        Line("plan", TestedStore.Serializer.WritePlan(job.Plan));
        Line("state", job.State.ToString());
        Line("schema", job.StateSchema);
        Line("version", job.Version);
        Line("state version", job.StateVersion);
        Line("status", job.Status);
        Line("pause", job.Pause is { } pause ? $"{Instant(pause.At)} by {pause.Actor}: {pause.Reason}" : null);
        Line("parked", job.Parked);
        Line("next fire", Instant(job.NextFireAt));
        Line("previous fire", Instant(job.PreviousFireAt));
        Line("finished", Instant(job.FinishedAt));
        Line("running", job.RunningCount);
        Line("last run", Of(job.LastRun));
        foreach (var pending in job.Pending)
            Line("pending", Of(pending));
        return text.ToString();

        void Line(string name, object? value) => text.Append(CultureInfo.InvariantCulture, $"  {name}: {value}\n");
    }

    public static string Of(in JobClaim claim) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {claim.Plan.Id} fence {claim.Fence} run {claim.RunId} attempt {claim.Attempt} for {Instant(claim.ScheduledAt)} next {Instant(claim.NextFireAt)} previous {Instant(claim.PreviousFireAt)}
          versions {claim.Version}/{claim.StateVersion} schema {claim.StateSchema} status {claim.Status} advanced {claim.Advanced} took over {claim.TookOver} abandoned {claim.AbandonedRuns}
          state {claim.State} pending {Of(claim.Pending)} plan {TestedStore.Serializer.WritePlan(claim.Plan)}
        """);

    public static string Of(StateVersion version) => string.Create(
        CultureInfo.InvariantCulture,
        $"{version.Version} {version.State} schema {version.SchemaVersion} {Instant(version.At)} {version.Kind} by '{version.Actor}' run '{version.RunId}' why '{version.Reason}'");

    // A run that was given back has not been attempted: when that first was, no store can say.
    public static string? Of(PendingRun? pending) => pending is null ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{pending.Kind} '{pending.RunId}' for {Instant(pending.ScheduledAt)} due {Instant(pending.DueAt)} attempt {pending.Attempt} first {(pending.Attempt > 1 ? Instant(pending.FirstAttemptAt) : "-")} idle {pending.IdleFor} off {pending.OffSchedule}");

    private static string? Of(JobRun? run) => run is null ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Id} fence {run.Fence} for {Instant(run.ScheduledAt)} attempt {run.Attempt} {run.Outcome} {Instant(run.StartedAt)} to {Instant(run.EndedAt)} on {run.Node} result {run.Result} error {run.Error}");

    private static string Instant(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "-";
}
