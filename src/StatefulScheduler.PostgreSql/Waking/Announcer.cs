using Npgsql;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Tells the other nodes that something is due earlier than they may know: NOTIFY, in a transaction of its own, after what it tells of has been stored.
internal sealed class Announcer(StoreParts parts)
{
    // To be sent together with other statements.
    public NpgsqlBatchCommand Command(long due) => throw new NotImplementedException($"{parts.Database.Name}{due}");

    public void Announce(long due)
    {
        _ = Instants.Of(due);
    }
}
