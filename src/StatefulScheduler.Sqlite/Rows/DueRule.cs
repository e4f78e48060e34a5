using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite;

internal enum DueKind
{
    TakeOver,
    Pending,
    Occurrence,
}

// What of a job is due first: an open run whose lease has ended, a pending run, or the job's own occurrence.
// Index is the place in JobRow.Open or JobRow.Pending.
internal readonly record struct Due(long At, DueKind Kind, int Index);

// When a job can be claimed next if nobody changes it meanwhile. Pure. The column due_at is this, so that a claim is an index scan.
internal static class DueRule
{
    public static Due? Of(JobRow row, long epoch, in StoreClock clock)
    {
        Due? first = null;
        var freeAt = SlotFreeAt(row, epoch, clock);
        for (var index = 0; index < row.Open.Count; index++)
        {
            if (MayRun(row, row.Open[index].Pending))
                Offer(ref first, new Due(Math.Max(row.Open[index].LeaseEnd(epoch, clock), freeAt), DueKind.TakeOver, index));
        }

        if (HeldUntil(row, epoch, clock) is not { } heldUntil)
            return first;

        var from = Math.Max(freeAt, heldUntil);
        var retries = false;
        for (var index = 0; index < row.Pending.Count; index++)
        {
            retries |= row.Pending[index].Kind == PendingKind.Retry;
            if (MayRun(row, row.Pending[index]))
                Offer(ref first, new Due(Math.Max(row.Pending[index].DueAt.UtcTicks, from), DueKind.Pending, index));
        }

        if (row.NextFire is { } next && !retries && row.Status == JobStatus.Active)
            Offer(ref first, new Due(Math.Max(next, from), DueKind.Occurrence, 0));
        return first;
    }

    private static bool MayRun(JobRow row, PendingRun? pending) => row.Status == JobStatus.Active || pending?.Kind == PendingKind.Manual;

    // Equal instants: what was offered first.
    private static void Offer(ref Due? first, Due due)
    {
        if (first is null || due.At < first.Value.At)
            first = due;
    }

    // When a slot is free: a run holds one until its lease ends.
    private static long SlotFreeAt(JobRow row, long epoch, in StoreClock clock)
    {
        if (row.Open.Count < row.RunSlots)
            return 0;
        if (row.Open.Count == 1)
            return row.Open[0].LeaseEnd(epoch, clock);

        var ends = new long[row.Open.Count];
        for (var index = 0; index < ends.Length; index++)
            ends[index] = row.Open[index].LeaseEnd(epoch, clock);
        Array.Sort(ends);
        return ends[row.Open.Count - row.RunSlots];
    }

    // An open run holds the schedule until it is advanced; null: until it has ended, or has been taken over.
    // A job that is not active has nothing taken over but manual runs: there a dead run holds no longer than its lease.
    private static long? HeldUntil(JobRow row, long epoch, in StoreClock clock)
    {
        var until = 0L;
        foreach (var run in row.Open)
        {
            if (run.Advanced)
                continue;
            if (MayRun(row, run.Pending))
                return null;
            until = Math.Max(until, run.LeaseEnd(epoch, clock));
        }

        return until;
    }
}
