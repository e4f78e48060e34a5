using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// Jobs that two processes in a row have died with. One of them may be the cause, and the others were only claimed beside it: all of them would count the
// next death, too, and be given up together with it. So they are claimed one at a time, and those whose turn has not come are not due. A turn ends with
// its run, or when the run has lived long enough to renew its lease. Owned by the writer's thread.
internal sealed class Suspects(StoreWriter writer)
{
    private readonly LinkedList<long> waiting = new();
    private readonly HashSet<long> held = [];
    private long? turn;

    public bool Hold(JobRow row) => row.Abandoned > 0 && held.Contains(row.Id);

    // Whether others wait for what this job does.
    public bool WaitFor(long id) => turn == id && waiting.Count > 0;

    // At the opening, before it is counted that the job's runs have ended with their process again.
    public void Note(JobRow row)
    {
        if (row.Abandoned > 0 && held.Add(row.Id))
            waiting.AddLast(row.Id);
    }

    // Before a claim: the next one becomes due when the turn of the last is over.
    public void Proceed(HandlerSet handlers)
    {
        if (turn is { } last && writer.Jobs.Find(last) is { } row && IsAtIt(row, handlers))
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

    public void Lived(JobRow row)
    {
        if (!WaitFor(row.Id))
            return;
        turn = null;
        writer.BecameDueEarlier = true;
    }

    // The turn may not have been stored: it is taken back, and given first.
    public void Undo()
    {
        if (turn is not { } id)
            return;
        held.Add(id);
        waiting.AddFirst(id);
        turn = null;
    }

    private void Begin(JobRow row)
    {
        held.Remove(row.Id);
        turn = row.Id;
        writer.Save(row, RowChange.Claim);
    }

    private bool IsAtIt(JobRow row, HandlerSet handlers) =>
        row.Abandoned > 0 && (Runs(row) || (row.DueAt <= writer.Clock.Now && CanRun(row, handlers)));

    private bool MayRun(JobRow row, HandlerSet handlers) =>
        Runs(row) || (DueRule.Of(row, writer.Epoch, writer.Clock) is { } due && due.At <= writer.Clock.Now && CanRun(row, handlers));

    private bool Runs(JobRow row) => row.Open.Any(run => run.Epoch == writer.Epoch);

    private static bool CanRun(JobRow row, HandlerSet handlers) => handlers.CanRun(row.Lane.Handler, row.Lane.StateSchema);
}
