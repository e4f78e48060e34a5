using StatefulScheduler.Persistence;

namespace StatefulScheduler.Sqlite;

// Removes what has been kept long enough: a little in a group now and then, without a timer.
internal sealed class Retention : IDisposable
{
    private const int JobsAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    private readonly StoreWriter writer;
    private readonly SqliteStoreOptions options;
    private readonly Statement finished;
    private readonly Statement greatest;
    private long nextAt = long.MinValue;
    private long sweptTo;

    public Retention(StoreWriter writer, StatementEcho? echo, SqliteStoreOptions options)
    {
        this.writer = writer;
        this.options = options;
        finished = new Statement(writer.Connection, $"SELECT id FROM job WHERE prune_at <= @now ORDER BY prune_at LIMIT {JobsAtOnce}", echo);
        greatest = new Statement(writer.Connection, "SELECT coalesce(max(id), 0) FROM job", echo);
    }

    // In the writer's transaction.
    public void RunWhenTime()
    {
        if (writer.Clock.Timestamp < nextAt)
            return;

        nextAt = writer.Clock.TimestampIn(Interval);
        Prune();
        Sweep();
    }

    public void Dispose()
    {
        finished.Dispose();
        greatest.Dispose();
    }

    private void Prune()
    {
        var ids = new List<long>();
        finished.Start().Add(writer.Clock.Now);
        while (finished.Step())
            ids.Add(finished.Int64(0));
        finished.Reset();
        foreach (var id in ids)
        {
            if (writer.Jobs.Find(id) is { } row)
                writer.Commits.Remove(row);
        }

        if (ids.Count == JobsAtOnce)
            nextAt = writer.Clock.Timestamp; // More are waiting: go on in the next group.
    }

    // Old runs have no index of their own, which every firing would pay for: a walk through the jobs, a few at a time.
    private void Sweep()
    {
        greatest.Start().Step();
        var last = greatest.Int64(0);
        greatest.Reset();
        if (sweptTo >= last)
            sweptTo = 0;
        var before = writer.Clock.Now - options.KeepRunsFor.Ticks;
        writer.Runs.Sweep(sweptTo, sweptTo + JobsAtOnce, before);
        sweptTo += JobsAtOnce;
    }
}
