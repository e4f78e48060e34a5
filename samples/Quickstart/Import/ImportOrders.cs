using Quickstart.Worker;
using StatefulScheduler;

namespace Quickstart.Import;

// The job: a function from state to state. It moves one batch of lines into orders.db and returns where it stands.
//
// There are two databases and no transaction over both. orders.db is committed first; when the process dies before the state is committed, the
// next run begins at the same cursor and offers the same lines again, which orders.db knows by file and line and ignores.
internal sealed class ImportOrders(OrderFiles files, OrdersDatabase orders, ParentLink parent) : IJob<ImportState>
{
    private const int BatchSize = 200;

    public async ValueTask<ImportState> RunAsync(JobContext<ImportState> job, CancellationToken cancellationToken)
    {
        var batch = files.Read(job.State.Cursor, BatchSize); // Throws when the line at the cursor is malformed.
        await orders.StoreAsync(job.RunId, batch.Lines, cancellationToken);
        await parent.StoredAsync(batch.Lines.Count, cancellationToken);

        var next = job.State with { Cursor = batch.Next, Imported = job.State.Imported + batch.Lines.Count };
        if (!batch.IsLast)
            return next;

        job.Change.Trigger(Trigger.Never).Reason("every line is imported"); // Happens in the same commit as the state.
        return next with { Phase = "done" };
    }
}
