namespace StatefulScheduler.Stores.Rows;

// When a finished job may be removed. Jobs declared in code are never pruned: the next start would only add them again, and they would fire again.
internal static class PruneRule
{
    public static long? At(JobRow row, JobPlan plan, TimeSpan keepCompleted, TimeSpan keepFailed)
    {
        if (row.FinishedAt is not { } finished || row.Open.Count > 0 || row.Pending.Count > 0 || plan.Declaration is not null || plan.Unreadable is not null)
            return null;

        var keep = plan.Options.KeepFinished ?? (row.Status == JobStatus.Completed ? keepCompleted : keepFailed);
        return keep.Ticks >= DateTimeOffset.MaxValue.Ticks - finished ? null : finished + keep.Ticks;
    }
}
