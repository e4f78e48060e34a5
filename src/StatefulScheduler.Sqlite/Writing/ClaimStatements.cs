using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// Finds due jobs and opens their runs.
internal sealed class ClaimStatements(StoreWriter writer, StatementEcho? echo) : IDisposable
{
    private readonly Dictionary<long, LaneCursor> cursors = [];
    private readonly PriorityQueue<LaneCursor, (long, long)> heads = new();
    private readonly List<long> picked = [];
    private readonly RowClaims rules = new(writer);

    public ClaimResult Claim(ClaimRequest request, Memory<JobClaim> buffer)
    {
        writer.Suspects.Proceed(request.Handlers);
        var more = Pick(request.Handlers, buffer.Length, out var nextDue);
        var claims = buffer.Span;
        var count = 0;
        var bytes = 0L;
        var full = false;
        foreach (var id in picked)
        {
            if (writer.Jobs.Find(id) is not { } row)
                continue;

            // Once there is no room for one, those behind it must not overtake it.
            full = full || !ClaimAll(row, request, claims, ref count, ref bytes);
            nextDue = Math.Min(nextDue, row.DueAt ?? long.MaxValue);
        }

        more |= full;

        writer.ToldNext = nextDue;
        return new ClaimResult(count, more, nextDue == long.MaxValue ? null : Instants.Of(Math.Max(nextDue, 0)), Instants.Of(writer.Clock.Now));
    }

    public bool[] Renew(ReadOnlyMemory<RunLease> leases, TimeSpan duration)
    {
        var results = new bool[leases.Length];
        for (var index = 0; index < results.Length; index++)
            results[index] = Renew(leases.Span[index], duration);
        return results;
    }

    public void Dispose()
    {
        foreach (var cursor in cursors.Values)
            cursor.Statement.Dispose();
    }

    // The ids of the first due jobs of the lanes that can be run, by priority, instant, id. Answers whether more are due; nextDue: the first that was not picked.
    private bool Pick(HandlerSet handlers, int room, out long nextDue)
    {
        picked.Clear();
        nextDue = long.MaxValue;
        var lanes = writer.Lanes.ByPriority;
        for (var first = 0; first < lanes.Count;)
        {
            var priority = lanes[first].Priority;
            for (; first < lanes.Count && lanes[first].Priority == priority; first++)
            {
                if (handlers.CanRun(lanes[first].Handler, lanes[first].StateSchema))
                    Open(lanes[first]);
            }

            Merge(room, ref nextDue);
        }

        return nextDue <= writer.Clock.Now;
    }

    private void Open(Lane lane)
    {
        if (!cursors.TryGetValue(lane.Id, out var cursor))
        {
            cursor = new LaneCursor(new Statement(writer.Connection, "SELECT due_at, id FROM job WHERE lane = @lane AND due_at IS NOT NULL ORDER BY due_at, id", echo));
            cursors[lane.Id] = cursor;
        }

        cursor.Statement.Start().Add(lane.Id);
        Advance(cursor);
    }

    private void Advance(LaneCursor cursor)
    {
        if (cursor.Statement.Step())
            heads.Enqueue(cursor, (cursor.Statement.Int64(0), cursor.Statement.Int64(1)));
        else
            cursor.Statement.Reset();
    }

    private void Merge(int room, ref long nextDue)
    {
        while (heads.TryDequeue(out var cursor, out var head))
        {
            if (head.Item1 > writer.Clock.Now || picked.Count >= room)
            {
                // The heads that are left are not earlier; none of their cursors may stay open while rows are changed.
                nextDue = Math.Min(nextDue, head.Item1);
                cursor.Statement.Reset();
                continue;
            }

            picked.Add(head.Item2);
            Advance(cursor);
        }
    }

    // False: the job is still due, but there is no room for it.
    private bool ClaimAll(JobRow row, ClaimRequest request, Span<JobClaim> claims, ref int count, ref long bytes)
    {
        var opened = false;
        var done = true;
        while (DueRule.Of(row, writer.Epoch, writer.Clock) is { } due && due.At <= writer.Clock.Now)
        {
            if (due.Kind == DueKind.TakeOver && !writer.Suspects.MayTakeOver(row))
                break; // Held from now on: it is not due.

            var size = row.State.Utf8.Length;
            done = count < claims.Length && (count == 0 || bytes + size <= request.MaxStateBytes);
            if (!done)
                break;

            rules.Open(row, due, request, ref claims[count]);
            bytes += size;
            count++;
            opened = true;
        }

        // When nothing was opened the clock was set forward, and the lease has not ended on the monotonic clock: due_at moves.
        if (opened || done)
            writer.Save(row, RowChange.Claim);

        return done;
    }

    private bool Renew(in RunLease lease, TimeSpan duration)
    {
        var row = lease.Handle is RowHandle handle ? writer.Jobs.Find(handle.Id) : writer.Jobs.Find(lease.JobId);
        if (row is null || !rules.Renew(row, lease.Fence, duration))
            return false;

        writer.Suspects.Lived(row.Id);
        writer.Save(row, RowChange.Claim);
        return true;
    }

    private sealed record LaneCursor(Statement Statement);
}
