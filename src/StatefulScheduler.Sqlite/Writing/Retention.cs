using StatefulScheduler.Persistence;

namespace StatefulScheduler.Sqlite;

// Removes what has been kept long enough: a little in a group now and then, without a timer.
internal sealed class Retention : IDisposable
{
    private const int JobsAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    private readonly StoreWriter writer;
    private readonly Statement finished;
    private long nextAt = long.MinValue;

    public Retention(StoreWriter writer, StatementEcho? echo)
    {
        this.writer = writer;
        finished = new Statement(writer.Connection, $"SELECT id FROM job WHERE prune_at <= @now ORDER BY prune_at LIMIT {JobsAtOnce}", echo);
    }

    // In the writer's transaction.
    public void RunWhenTime()
    {
        writer.Runs.SweepAsAdded(writer.Clock.Now);
        if (writer.Clock.Timestamp < nextAt)
            return;

        nextAt = writer.Clock.TimestampIn(Interval);
        Prune();
        writer.Runs.SweepWhenIdleAt(writer.Clock.Now);
    }

    public void Dispose() => finished.Dispose();

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
}
