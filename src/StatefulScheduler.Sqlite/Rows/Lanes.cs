using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// All lanes, the highest priority first. There are few, and they only grow. The writer's own.
internal sealed class Lanes(SqliteConnection connection, StatementEcho? echo) : IDisposable
{
    private readonly Statement insert = new(connection, "INSERT INTO lane(handler, state_schema, priority) VALUES(@handler, @schema, @priority) RETURNING id", echo);
    private readonly Statement all = new(connection, LaneReader.All, echo);
    private readonly Dictionary<(string, int, int), Lane> byContent = [];
    private readonly Dictionary<long, Lane> byId = [];

    public List<Lane> ByPriority { get; } = [];

    public void Load()
    {
        ByPriority.Clear();
        byContent.Clear();
        byId.Clear();
        all.Start();
        while (all.Step())
            Put(LaneReader.Read(all));
        all.Reset();
    }

    public Lane Get(long id) => byId[id];

    public Lane Get(string handler, int stateSchema, int priority)
    {
        if (byContent.TryGetValue((handler, stateSchema, priority), out var lane))
            return lane;

        insert.Start().Add(handler).Add(stateSchema).Add(priority).Step();
        lane = new Lane(insert.Int64(0), handler, stateSchema, priority);
        insert.Reset();
        Put(lane);
        return lane;
    }

    public void Dispose()
    {
        insert.Dispose();
        all.Dispose();
    }

    private void Put(Lane lane)
    {
        byContent[(lane.Handler, lane.StateSchema, lane.Priority)] = lane;
        byId[lane.Id] = lane;
        var at = ByPriority.FindIndex(other => other.Priority < lane.Priority);
        ByPriority.Insert(at < 0 ? ByPriority.Count : at, lane);
    }
}

// The lanes as one reading connection has seen them.
internal sealed class LaneReader(SqliteConnection connection, StatementEcho? echo) : IDisposable
{
    public const string All = "SELECT id, handler, state_schema, priority FROM lane ORDER BY id";

    private readonly Statement all = new(connection, All, echo);
    private readonly Dictionary<long, Lane> seen = [];

    public static Lane Read(Statement row) => new(row.Int64(0), row.Text(1), row.Int32(2), row.Int32(3));

    public Lane Get(long id)
    {
        if (seen.TryGetValue(id, out var lane))
            return lane;

        all.Start();
        while (all.Step())
        {
            lane = Read(all);
            seen[lane.Id] = lane;
        }

        all.Reset();
        return seen[id];
    }

    public void Dispose() => all.Dispose();
}
