using Microsoft.Data.Sqlite;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// The row that says who owns the file, and the epoch that his opening began. For people, and for the fence between one owner and the next.
internal static class OwnerTable
{
    public static long NewEpoch(SqliteConnection connection, JobStoreContext context)
    {
        using var statement = new Statement(
            connection,
            """
            INSERT INTO store_owner(one, epoch, node, machine, process, since) VALUES(1, 1, @node, @machine, @process, @since)
            ON CONFLICT(one) DO UPDATE SET epoch = epoch + 1, node = excluded.node, machine = excluded.machine, process = excluded.process, since = excluded.since
            RETURNING epoch
            """);
        statement.Start().Add(context.Node).Add(Environment.MachineName).Add(Environment.ProcessId).Add(context.Time.GetUtcNow().UtcTicks).Step();
        var epoch = statement.Int64(0);
        statement.Reset();
        return epoch;
    }

    // Runs that an earlier owner left open are void: their jobs become due at once, suspects one after the other. Answers how many jobs that are.
    public static int VoidLeases(StoreWriter writer)
    {
        var ids = new List<long>();
        using (var left = new Statement(writer.Connection, "SELECT id FROM job WHERE open IS NOT NULL"))
        {
            left.Start();
            while (left.Step())
                ids.Add(left.Int64(0));
        }

        writer.Begin();
        foreach (var id in ids)
        {
            if (writer.Jobs.Find(id) is not { } row)
                continue;
            writer.Suspects.Note(row);
            writer.Save(row, RowChange.Run);
        }

        writer.Retention.RunWhenTime();
        writer.Commit();
        return ids.Count;
    }
}
