using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Whether a job is plain: the statements for many may claim and commit it. See PostgreSqlSchema.
internal static class PlainRule
{
    public static bool Holds(JobRow row, JobPlan plan) =>
        row.Status == JobStatus.Active && row.RunSlots == 1 && row.Pending.Count == 0 && row.FinishedAt is null
        && (row.Open.Count == 0 || (row.Open.Count == 1 && row.Open[0].Pending is null))
        && plan.Unreadable is null && !plan.History.Keeps(StateChangeKind.RunSucceeded);
}
