using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql;

// Where the next look at the due jobs begins: after what the last looks have taken, whose dead index entries would have to be walked through again and again
// while the server cannot remove them. From the beginning when a look brought little, and every second, or as much less often as that takes long: so correctness does not depend on it,
// only how soon a job is found whose entry came late. A look that skipped and found nothing is made again from the beginning before anybody sleeps. Thread-safe.
internal sealed class ClaimPlace(LaneTable lanes)
{
    private static readonly long Slack = TimeSpan.FromMilliseconds(50).Ticks;
    private static readonly TimeSpan UsualSkip = TimeSpan.FromSeconds(1);

    // A look from the beginning may take a twentieth of the time.
    private const int LookShare = 20;

    // Those who look for fewer have few dead entries to walk through.
    private const int Little = 32;

    private readonly Lock gate = new();
    private LaneChoice choice = new(new HandlerSet(new Dictionary<string, int>()), -1, [], []);
    private long[] lows = [];
    private TimeSpan skip = UsualSkip;
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

            if (TimeProvider.System.GetElapsedTime(since) >= skip)
            {
                Array.Clear(lows);
                since = TimeProvider.System.GetTimestamp();
            }

            return new ClaimStart(choice, [.. lows]);
        }
    }

    // Elapsed: how long the look took.
    public void Learn(ClaimStart start, FoundDue found, TimeSpan elapsed)
    {
        lock (gate)
        {
            if (choice != start.Lanes)
                return;

            if (!start.Skips)
                skip = elapsed * LookShare > UsualSkip ? elapsed * LookShare : UsualSkip;
            if (found.Jobs.Count < Little)
            {
                Array.Clear(lows);
                return;
            }

            // In order: the first of each priority is its earliest.
            for (var index = found.Jobs.Count - 1; index >= 0; index--)
                lows[Array.IndexOf(choice.Priorities, found.Jobs[index].Priority)] = Math.Max(0, found.Jobs[index].DueAt - Slack);
        }
    }

    public void StartOver()
    {
        lock (gate)
            Array.Clear(lows);
    }
}

// Which lanes a claim looks at, and from which due instant on for each of their priorities.
internal sealed record ClaimStart(LaneChoice Lanes, long[] Lows)
{
    public bool Skips => Array.Exists(Lows, low => low > 0);
}
