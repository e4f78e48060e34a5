using Microsoft.Data.Sqlite;

namespace StatefulScheduler.Sqlite;

// The writer's thread. All requests that wait are done in one transaction, so that one flush to the disk serves them all (group commit):
// take what waits → BEGIN IMMEDIATE → do each → COMMIT → answer all. While the disk works the next group gathers.
internal sealed class GroupCommitter
{
    // A transaction of more would hold up those who wait for it longer than another flush takes.
    private const int GroupSize = 4096;

    private readonly StoreWriter writer;
    private readonly Action dueEarlier;
    private readonly Func<SqliteException, StoreUnavailableException> explain;
    private readonly Func<StoreUnavailableException> closed;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WriteRequest> group = [];

    // Guards what waits, and whether it is over.
    private readonly object gate = new();
    private readonly Queue<WriteRequest> waiting = new();
    private bool closing;

    public GroupCommitter(StoreWriter writer, Action dueEarlier, Func<SqliteException, StoreUnavailableException> explain, Func<StoreUnavailableException> closed)
    {
        this.writer = writer;
        this.dueEarlier = dueEarlier;
        this.explain = explain;
        this.closed = closed;
        new Thread(Run) { IsBackground = true, Name = "StatefulScheduler SQLite writer" }.Start();
    }

    // How many transactions there have been; for tests.
    public long Groups { get; private set; }

    public Task EnqueueAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);

        request.CancelWith(cancellationToken);
        lock (gate)
        {
            if (closing)
            {
                request.Fail(closed());
                return request.Task;
            }

            waiting.Enqueue(request);
            if (waiting.Count == 1)
                Monitor.Pulse(gate);
        }

        return request.Task;
    }

    // Everything that waits is still done.
    public Task CloseAsync()
    {
        lock (gate)
        {
            closing = true;
            Monitor.Pulse(gate);
        }

        return ended.Task;
    }

    private void Run()
    {
        while (TakeGroup())
            Commit();
        ended.SetResult();
    }

    private bool TakeGroup()
    {
        group.Clear();
        lock (gate)
        {
            while (waiting.Count == 0 && !closing)
                Monitor.Wait(gate);

            var size = 0;
            while (size < GroupSize && waiting.TryDequeue(out var request))
            {
                if (!request.Take())
                    continue;
                group.Add(request);
                size += request.Size;
            }

            return group.Count > 0 || !closing;
        }
    }

    private void Commit()
    {
        if (group.Count == 0)
            return;

        bool earlier;
        try
        {
            earlier = Transact(group);
        }
        catch (SqliteException exception)
        {
            Undo();
            Fail(group, explain(exception));
            return;
        }
        catch (Exception exception) when (group.Count == 1)
        {
            Undo();
            Fail(group, exception);
            return;
        }
        catch (Exception)
        {
            // One of them is at fault, not the file: each for itself, so that only that one hears of it.
            Undo();
            CommitEach();
            return;
        }

        // Stored: from here on nothing may undo it.
        foreach (var request in group)
            request.Succeed();
        if (earlier)
            dueEarlier();
    }

    private void CommitEach()
    {
        var all = group.ToArray();
        foreach (var request in all)
        {
            group.Clear();
            group.Add(request);
            Commit();
        }
    }

    // Answers whether something became due earlier than a claim has said.
    private bool Transact(List<WriteRequest> requests)
    {
        writer.Begin();
        var earlier = false;
        foreach (var request in requests)
        {
            writer.BecameDueEarlier = false;
            request.Execute(writer);
            earlier |= writer.BecameDueEarlier && !request.Claims;
        }

        writer.Retention.RunWhenTime();
        writer.Commit();
        Groups++;
        return earlier;
    }

    private static void Fail(List<WriteRequest> requests, Exception exception)
    {
        foreach (var request in requests)
            request.Fail(exception);
    }

    private void Undo()
    {
        try
        {
            writer.Rollback();
        }
        catch (SqliteException)
        {
            // The file cannot even be read now. The callers hear of the first error; the next group fails by itself, or works again.
        }
    }
}
