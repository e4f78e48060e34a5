using System.Collections.Concurrent;

namespace StatefulScheduler.Stores.Rows;

// Definitions that have been read, by row and version: JSON is parsed once for each edit of a job, not for each run. Thread-safe.
// Two generations: what was not asked for while one filled up is forgotten.
internal sealed class PlanCache(JobSerializer serializer)
{
    private const int GenerationSize = 20_000;

    private ConcurrentDictionary<long, Entry> young = new();
    private ConcurrentDictionary<long, Entry> old = new();

    public JobPlan? Find(long id, long version)
    {
        if (young.TryGetValue(id, out var entry))
            return entry.Version == version ? entry.Plan : null;
        if (!old.TryGetValue(id, out entry) || entry.Version != version)
            return null;

        Put(id, version, entry.Plan);
        return entry.Plan;
    }

    public JobPlan Read(JobRow row, string json) => Read(row.Id, row.PlanVersion, row.Lane, row.Key, json, row.RunSlots, row.AddedAt);

    public JobPlan Read(long id, long version, Lane lane, string key, string json, int runSlots = 1, long addedAt = 0)
    {
        var plan = serializer.ReadPlan(key, json);
        // Damaged JSON may have lost the handler's name; the row has not.
        if (plan.Unreadable is not null)
            plan = plan with { Id = key, Handler = lane.Handler, RunSlots = runSlots, Priority = lane.Priority, AddedAt = Instants.Of(addedAt) };
        Put(id, version, plan);
        return plan;
    }

    public void Put(long id, long version, JobPlan plan)
    {
        if (young.Count >= GenerationSize)
            (old, young) = (young, new());
        young[id] = new Entry(version, plan);
    }

    public void Remove(long id)
    {
        young.TryRemove(id, out _);
        old.TryRemove(id, out _);
    }

    // After a rollback: versions that never came to be may name other definitions later.
    public void Clear() => (old, young) = (new(), new());

    private sealed record Entry(long Version, JobPlan Plan);
}
