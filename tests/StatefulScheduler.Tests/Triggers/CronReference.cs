namespace StatefulScheduler.Tests.Triggers;

// What a cron trigger of some minutes and hours must fire, minute by minute, from the documented rules alone: it asks a
// zone for nothing but its offset at an instant.
internal sealed class CronReference(TimeZoneInfo zone, bool[] minutes, bool[] hours, GapRule gap, OverlapRule overlap, bool isInterval)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Longer than any gap or overlap but those of a whole day.
    private static readonly TimeSpan Around = TimeSpan.FromHours(26);

    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset from, DateTimeOffset until)
    {
        var all = new SortedSet<DateTimeOffset>();
        var shown = ShownIn(from - Around, until + Around);
        for (var i = 1; i < shown.Count; i++)
        {
            var (at, wall) = shown[i];
            if (Fits(wall) && Counts(shown, i))
                all.Add(at);
            for (var skipped = shown[i - 1].Wall + Minute; skipped < wall; skipped += Minute)
            {
                if (Fits(skipped) && gap != GapRule.Skip)
                    all.Add(gap == GapRule.FireAfter ? at : at + (skipped - shown[i - 1].Wall - Minute));
            }
        }
        return all.Where(at => at >= from && at < until);
    }

    private List<(DateTimeOffset At, DateTime Wall)> ShownIn(DateTimeOffset from, DateTimeOffset until)
    {
        var shown = new List<(DateTimeOffset, DateTime)>();
        for (var at = from; at < until; at += Minute)
            shown.Add((at, at.UtcDateTime + zone.GetUtcOffset(at.UtcDateTime)));
        return shown;
    }

    private bool Fits(DateTime wall) => minutes[wall.Minute] && hours[wall.Hour];

    // Whether this showing of a wall time is one that fires.
    private bool Counts(List<(DateTimeOffset At, DateTime Wall)> shown, int index)
    {
        var wall = shown[index].Wall;
        var rule = overlap != OverlapRule.Intervals ? overlap : isInterval ? OverlapRule.Both : OverlapRule.First;
        return rule switch
        {
            OverlapRule.First => !Near(shown, index, -1).Any(other => other == wall),
            OverlapRule.Last => !Near(shown, index, 1).Any(other => other == wall),
            _ => true,
        };
    }

    private static IEnumerable<DateTime> Near(List<(DateTimeOffset At, DateTime Wall)> shown, int index, int direction)
    {
        for (var (i, steps) = (index + direction, 0); i >= 0 && i < shown.Count && steps < 25 * 60; i += direction, steps++)
            yield return shown[i].Wall;
    }
}
