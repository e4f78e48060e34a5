using System.Collections.Frozen;
using Npgsql;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// The lanes that this node has seen. There are few, they only grow, and other nodes add to them. Thread-safe.
internal sealed class LaneTable(Func<CancellationToken, ValueTask<NpgsqlConnection>> open)
{
    private readonly record struct Known(FrozenDictionary<long, Lane> ById, FrozenDictionary<(string, int, int), Lane> ByContent, long Newest);

    private volatile StrongBox known = new(new Known(FrozenDictionary<long, Lane>.Empty, FrozenDictionary<(string, int, int), Lane>.Empty, 0));

    // The number of the newest lane seen.
    public long Newest => known.Value.Newest;

    // Throws when another node has made it since: load, and try again.
    public Lane Get(long id) => known.Value.ById.TryGetValue(id, out var lane) ? lane : throw new LanesOutdatedException();

    // One that is not known yet has the number 0, until it is saved.
    public Lane Get(string handler, int stateSchema, int priority) =>
        known.Value.ByContent.TryGetValue((handler, stateSchema, priority), out var lane) ? lane : new Lane(0, handler, stateSchema, priority);

    public async ValueTask<Lane> SaveAsync(Lane lane)
    {
        if (lane.Id != 0)
            return lane;

        // Not in the caller's transaction: what is remembered must be there for good.
        await using (var connection = await open(CancellationToken.None).ConfigureAwait(false))
        {
            await using var insert = new NpgsqlCommand("INSERT INTO lane(handler, state_schema, priority) VALUES($1, $2, $3) ON CONFLICT DO NOTHING", connection)
            {
                Parameters = { Sql.Text(lane.Handler), Sql.Of(lane.StateSchema), Sql.Of(lane.Priority) },
            };
            await insert.ExecuteNonQueryAsync().ConfigureAwait(false);
        }

        await LoadAsync().ConfigureAwait(false);
        return Get(lane.Handler, lane.StateSchema, lane.Priority);
    }

    public async ValueTask LoadAsync()
    {
        var lanes = new List<Lane>();
        await using var connection = await open(CancellationToken.None).ConfigureAwait(false);
        await using var all = new NpgsqlCommand("SELECT id, handler, state_schema, priority FROM lane", connection);
        await using var row = await all.ExecuteReaderAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
            lanes.Add(new Lane(row.GetInt32(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3)));
        known = new(new Known(
            lanes.ToFrozenDictionary(lane => lane.Id),
            lanes.ToFrozenDictionary(lane => (lane.Handler, lane.StateSchema, lane.Priority)),
            lanes.Count == 0 ? 0 : lanes.Max(lane => lane.Id)));
    }

    // The lanes that a node can run, and their priorities, the highest first.
    public LaneChoice Choose(HandlerSet handlers)
    {
        var now = known.Value;
        var lanes = now.ById.Values.Where(lane => handlers.CanRun(lane.Handler, lane.StateSchema)).ToList();
        return new LaneChoice(handlers, now.Newest, [.. lanes.Select(lane => (int)lane.Id)], [.. lanes.Select(lane => lane.Priority).Distinct().OrderDescending()]);
    }

    private sealed record StrongBox(Known Value);
}

// What a claim asks for.
internal sealed record LaneChoice(HandlerSet Handlers, long Newest, int[] Lanes, int[] Priorities);

// A row names a lane that another node has made.
internal sealed class LanesOutdatedException : Exception;
