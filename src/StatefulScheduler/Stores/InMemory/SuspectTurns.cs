namespace StatefulScheduler.Stores;

// Jobs that were abandoned twice in a row or more: each node takes them over one at a time, since one of them may be what kills it, and the others would be
// counted out with it. A turn ends with its run, or when the run has lived long enough to renew its lease, or was given up with it. Guarded by the store's lock.
internal sealed class SuspectTurns
{
    private readonly Dictionary<string, OpenRun> turns = new(StringComparer.Ordinal);

    public bool Any => turns.Count > 0;

    public bool MayBegin(JobSlot job, string node) => job.AbandonedRuns == 0 || !turns.TryGetValue(node, out var turn) || turn.Job == job;

    public void Begin(OpenRun run) => turns[run.Node!] = run;

    // The job has changed. True, here and below: a turn has ended.
    public bool EndOf(JobSlot job) => End(run => run.Job == job && (!run.IsOpen || job.IsRemoved || job.AbandonedRuns == 0));

    public bool Lived(OpenRun run) => End(turn => turn == run);

    public bool EndDead(TimeSpan now) => End(run => run.LeaseUntil <= now);

    private bool End(Predicate<OpenRun> isOver)
    {
        var ended = false;
        foreach (var (node, run) in turns)
        {
            if (isOver(run))
                ended |= turns.Remove(node);
        }

        return ended;
    }
}
