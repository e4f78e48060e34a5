namespace StatefulScheduler.PostgreSql;

// Jobs that a node has died with, and that are taken over for the second time or more: one of them may be the cause, and the others were only claimed
// beside it. So a node claims one at a time; its turn ends with its run, when the run has lived long enough to renew its lease, or with its lease.
// Thread-safe. Instants are the store's.
internal sealed class SuspectTurn
{
    private readonly Lock gate = new();
    private (long Job, long Fence, long Until)? turn;
    private bool othersWait;

    // From when on the next may be claimed, if this turn does not end earlier.
    public long FreeAt
    {
        get
        {
            lock (gate)
            {
                othersWait |= turn is not null;
                return turn?.Until ?? 0;
            }
        }
    }

    // False: another one has the turn.
    public bool TryBegin(long job, long fence, long now, long until)
    {
        lock (gate)
        {
            if (turn is { } last && last.Until > now)
            {
                othersWait = true;
                return false;
            }

            turn = (job, fence, until);
            return true;
        }
    }

    // True: others may wait for it to end.
    public bool End(long job, long fence)
    {
        lock (gate)
        {
            if (turn is not { } last || (last.Job, last.Fence) != (job, fence))
                return false;
            turn = null;
            var waited = othersWait;
            othersWait = false;
            return waited;
        }
    }
}
