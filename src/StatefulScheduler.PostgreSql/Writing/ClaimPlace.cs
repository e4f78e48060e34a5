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
    private long[] lows = [];
    private long since;

    public ClaimStart Next(HandlerSet handlers)
    {
        lock (gate)
        {
            if (!ReferenceEquals(choice.Handlers, handlers) || choice.Newest != lanes.Newest)
            {
                choice = lanes.Choose(handlers);
                lows = new long[choice.Priorities.Length];
            }

            if (TimeProvider.System.GetElapsedTime(since) >= LongestSkip)
            {
                Array.Clear(lows);
                since = TimeProvider.System.GetTimestamp();
            }

            return new ClaimStart(choice, [.. lows]);
        }
    }

    public void Learn(ClaimStart start, FoundDue found, int room)
    {
        lock (gate)
        {
            if (choice != start.Lanes)
                return;

            Array.Clear(lows);
            if (found.Jobs.Count < room)
                return;
            foreach (var jobs in found.Jobs.GroupBy(job => job.Priority))
                lows[Array.IndexOf(choice.Priorities, jobs.Key)] = Math.Max(0, jobs.Min(job => job.DueAt) - Slack);
        }
    }

    public void StartOver()
    {
        lock (gate)
            Array.Clear(lows);
    }
}

// Which lanes a claim looks at, and from which due instant on for each of their priorities.
internal sealed record ClaimStart(LaneChoice Lanes, long[] Lows);
