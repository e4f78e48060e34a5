namespace StatefulScheduler.Stores.Rows;

// The row of a job that is added.
internal static class NewRow
{
    public static JobRow Of(JobAddition job, RowHandle handle, Lane lane, long now) => new()
    {
        Handle = handle,
        Key = job.Plan.Id,
        Lane = lane,
        // No open and no pending runs: it is due at its next fire.
        DueAt = job.Status == JobStatus.Active && job.NextFireAt is { } next ? Math.Max(next.UtcTicks, now) : null,
        Status = job.Status,
        NextFire = Instants.Ticks(job.NextFireAt),
        RunSlots = job.Plan.RunSlots,
        Version = 1,
        PlanVersion = 1,
        AddedAt = job.Plan.AddedAt.UtcTicks,
        FinishedAt = job.Status is JobStatus.Completed or JobStatus.Failed ? now : null,
        Pause = job.Pause,
        StateVersion = 1,
        StateBy = new StateStamp(now, StateChangeKind.Added, 0, null, job.Actor, job.Reason),
        State = job.State,
    };
}
