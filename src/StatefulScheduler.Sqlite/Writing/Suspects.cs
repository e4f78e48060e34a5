using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// Jobs that two processes, or two leases, in a row have died with. One of them may be the cause, and the others were only claimed beside it: all of them
// would count the next death, too, and be given up together with it. So they are claimed one at a time, and those whose turn has not come are not due. A
// turn ends with its run, or when the run has lived long enough to renew its lease, or was given up with it. Owned by the writer's thread.
internal sealed class Suspects(StoreWriter writer)
{
    private readonly LinkedList<long> waiting = new();
    private readonly HashSet<long> held = [];
    private Turn? turn;

    public bool Hold(JobRow row) => row.Abandoned > 0 && held.Contains(row.Id);

    // Whether others wait for what this job does.
    public bool WaitFor(long id) => turn?.Id == id && waiting.Count > 0;

    // At the opening, before it is counted that the job's runs have ended with their process again.
    public void Note(JobRow row)
    {
        if (row.Abandoned > 0)
            Wait(row.Id);
    }

    // Before a claim: the next one becomes due when the turn of the last is over.
    public void Proceed(HandlerSet handlers)
    {
        if (turn is { } last && writer.Jobs.Find(last.Id) is { } row && IsAtIt(row, last.Fence, handlers))
            return;

        turn = null;
        for (var left = waiting.Count; left > 0 && turn is null; left--)
        {
            var id = waiting.First!.Value;
            waiting.RemoveFirst();
            if (writer.Jobs.Find(id) is not { Abandoned: > 0 } next)
                held.Remove(id); // Removed, or somebody has decided on it.
            else if (MayRun(next, handlers))
                Begin(next);
            else
                waiting.AddLast(id);
        }
    }

    // Before a run is taken over. False: it is another job's turn, and this one waits.
    public bool MayTakeOver(JobRow row)
    {
        if (row.Abandoned == 0 || turn is null || turn.Value.Id == row.Id)
            return true;
        Wait(row.Id);
        return false;
    }

    public void TakenOver(JobRow row, long fence) => turn = new(row.Id, fence);

    // The run of a job has renewed its lease: neither its turn is needed any more, nor need it wait for one.
    public void Lived(long id)
    {
        if (held.Remove(id))
            waiting.Remove(id);
        if (turn?.Id != id)
            return;
        writer.BecameDueEarlier |= waiting.Count > 0;
        turn = null;
    }

    // The turn may not have been stored: it is taken back, and given first.
    public void Undo()
    {
        if (turn is not { } undone)
            return;
        if (held.Add(undone.Id))
            waiting.AddFirst(undone.Id);
        turn = null;
    }

    private void Wait(long id)
    {
        if (held.Add(id))
            waiting.AddLast(id);
    }

    private void Begin(JobRow row)
    {
        held.Remove(row.Id);
        turn = new(row.Id, Running(row)?.Fence);
        writer.Save(row, RowChange.Claim);
    }

    // The turn was given and not taken yet, or its run goes on.
    private bool IsAtIt(JobRow row, long? fence, HandlerSet handlers) =>
        row.Abandoned > 0 && (fence is { } given ? Running(row, given) is not null : row.DueAt <= writer.Clock.Now && CanRun(row, handlers));

    private bool MayRun(JobRow row, HandlerSet handlers) =>
        Running(row) is not null || (DueRule.Of(row, writer.Epoch, writer.Clock) is { } due && due.At <= writer.Clock.Now && CanRun(row, handlers));

    private OpenRun? Running(JobRow row, long? fence = null) =>
        row.Open.FindLast(run => (fence is null || run.Fence == fence) && run.Epoch == writer.Epoch && run.LeaseEnd(writer.Epoch, writer.Clock) > writer.Clock.Now);

    private static bool CanRun(JobRow row, HandlerSet handlers) => handlers.CanRun(row.Lane.Handler, row.Lane.StateSchema);

    // Fence: none while the run has not been claimed.
    private readonly record struct Turn(long Id, long? Fence);
}
