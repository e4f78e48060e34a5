namespace StatefulScheduler.PostgreSql;

// Jobs that a node has died with, and that are taken over for the second time or more: one of them may be the cause, and the others were only claimed
// beside it. So a node claims one at a time; its turn ends with its run, or when the run has lived long enough to renew its lease. Thread-safe.
internal sealed class SuspectTurn
{
    private readonly Lock gate = new();
    private (long Job, long Fence)? turn;
    private bool othersWait;

    // Whether the next may be claimed; if not, its time comes when the turn ends.
    public bool IsFree
    {
        get
        {
            lock (gate)
                return turn is null;
        }
    }

    // False: another one was faster.
    public bool TryBegin(long job, long fence)
    {
        lock (gate)
        {
            if (turn is not null)
            {
                othersWait = true;
                return false;
            }

            turn = (job, fence);
            return true;
        }
    }

    // True: others wait for it to end.
    public bool End(long job, long fence)
    {
        lock (gate)
        {
            if (turn != (job, fence))
                return false;
            turn = null;
            var waited = othersWait;
            othersWait = false;
            return waited;
        }
    }

    public void NoteWaiting()
    {
        lock (gate)
            othersWait = true;
    }
}
