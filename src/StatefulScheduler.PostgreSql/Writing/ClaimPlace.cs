using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql;

// Where the next look at the due jobs begins: after what the last looks have taken, whose dead index entries would have to be walked through again and again
// while the server cannot remove them. From the beginning at once when a look was not filled, when anything was noted, and every second: so correctness does
// not depend on it, only how soon a job is found whose entry came late. Thread-safe.
internal sealed class ClaimPlace(LaneTable lanes)
{
    private static readonly long Slack = TimeSpan.FromMilliseconds(50).Ticks;
    private static readonly TimeSpan LongestSkip = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private LaneChoice choice = new(new HandlerSet(new Dictionary<string, int>()), -1, [], []);
    private long low = long.MinValue;
    private long lowSince;

    public (LaneChoice Lanes, long Low) Next(HandlerSet handlers)
    {
        lock (gate)
        {
            if (!ReferenceEquals(choice.Handlers, handlers) || choice.Newest != lanes.Newest)
            {
                choice = lanes.Choose(handlers);
                low = long.MinValue;
            }

            if (low != long.MinValue && TimeProvider.System.GetElapsedTime(lowSince) >= LongestSkip)
                low = long.MinValue;
            return (choice, low);
        }
    }

    public void Learn(FoundDue found, int room, long from)
    {
        lock (gate)
        {
            if (found.Jobs.Count < room)
            {
                low = long.MinValue;
                return;
            }

            if (from == long.MinValue)
                lowSince = TimeProvider.System.GetTimestamp();
            low = found.Jobs.Min(job => job.DueAt) - Slack;
        }
    }

    public void StartOver()
    {
        lock (gate)
            low = long.MinValue;
    }
}
