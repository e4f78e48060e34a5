namespace StatefulScheduler.Conformance.Apscheduler.Specs;

// When the clocks of a zone show a time, found without the library. Asks TimeZoneInfo only for the offset of an instant:
// what it says of local times is wrong in some zones.
internal static class WallTimes
{
    // Longer than any zone is from UTC and any change of the clocks is long.
    private static readonly TimeSpan s_margin = TimeSpan.FromHours(26);

    // The first of two; in a gap, the instant at which old clocks would show it, and the end of the gap.
    public static (DateTimeOffset Instant, DateTimeOffset? GapEnd) Of(DateTime wallTime, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var asUtc = new DateTimeOffset(DateTime.SpecifyKind(wallTime, DateTimeKind.Unspecified), TimeSpan.Zero);
        var (before, after) = (zone.GetUtcOffset(asUtc - s_margin), zone.GetUtcOffset(asUtc + s_margin));
        if (zone.GetUtcOffset(asUtc - before) == before)
            return (asUtc - before, null);
        return zone.GetUtcOffset(asUtc - after) == after
            ? (asUtc - after, null)
            : (asUtc - before, ChangeIn(zone, asUtc - s_margin, asUtc + s_margin));
    }

    // By halves: the offset is the first one up to the change, and another one from it on.
    private static DateTimeOffset ChangeIn(TimeZoneInfo zone, DateTimeOffset low, DateTimeOffset high)
    {
        var old = zone.GetUtcOffset(low);
        while ((high - low).Ticks > 1)
        {
            var middle = low + ((high - low) / 2);
            if (zone.GetUtcOffset(middle) == old)
                low = middle;
            else
                high = middle;
        }
        return high;
    }
}
