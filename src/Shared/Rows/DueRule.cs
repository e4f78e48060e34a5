
namespace StatefulScheduler.Stores.Rows;

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

        var onSchedule = row.Status == JobStatus.Active && !IsHeld(row);
        var retries = false;
        for (var index = 0; index < row.Pending.Count; index++)
        {
            var pending = row.Pending[index];
            retries |= pending.Kind == PendingKind.Retry;
            if (onSchedule || pending.Kind == PendingKind.Manual)
                Offer(ref first, new Due(Math.Max(pending.DueAt.UtcTicks, freeAt), DueKind.Pending, index));
        }

        if (onSchedule && !retries && row.NextFire is { } next)
            Offer(ref first, new Due(Math.Max(next, freeAt), DueKind.Occurrence, 0));
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

    // An open run holds the schedule until it is advanced, has ended, or has been taken over. A run that was asked for by hand waits for a slot only.
    private static bool IsHeld(JobRow row)
    {
        foreach (var run in row.Open)
        {
            if (!run.Advanced)
                return true;
        }

        return false;
    }
}
