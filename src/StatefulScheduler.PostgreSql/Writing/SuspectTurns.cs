namespace StatefulScheduler.PostgreSql;

// Jobs that a node has died with, and that are taken over for the second time or more: one of them may be the cause, and the others were only claimed
// beside it. So a node claims one at a time; its turn ends with its run, when the run has lived long enough to renew its lease, or with its lease.
// Thread-safe. Instants are the store's.
internal sealed class SuspectTurns
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Turn> turns = new(StringComparer.Ordinal);
    private bool othersWait;

    // The job whose turn it is, and until when at most.
    public (long Job, long Until) Of(string node)
    {
        lock (gate)
        {
            othersWait |= turns.ContainsKey(node);
            return turns.TryGetValue(node, out var turn) ? (turn.Job, turn.Until) : default;
        }
    }

    // False: another one has the turn.
    public bool TryBegin(string node, long job, long fence, long now, long until)
    {
        lock (gate)
        {
            if (turns.TryGetValue(node, out var last) && last.Job != job && last.Until > now)
            {
                othersWait = true;
                return false;
            }

            turns[node] = new(job, fence, until);
            return true;
        }
    }

    // The run has ended, or lived. True, here and below: others may wait for it.
    public bool End(long job, long fence) => End(turn => (turn.Job, turn.Fence) == (job, fence));

    // Somebody has decided on the job.
    public bool End(long job) => End(turn => turn.Job == job);

    private bool End(Predicate<Turn> isOver)
    {
        lock (gate)
        {
            if (turns.Count == 0)
                return false;

            var ended = false;
            foreach (var (node, turn) in turns)
            {
                if (isOver(turn))
                    ended |= turns.Remove(node);
            }

            var waited = ended && othersWait;
            othersWait &= !ended;
            return waited;
        }
    }

    private readonly record struct Turn(long Job, long Fence, long Until);
}
