namespace StatefulScheduler;

// A cron expression by the clocks of a zone. Instants are whole seconds of UTC since the year 1.
internal static class CronClock
{
    // The first instant strictly after the given one (-1 for the first of all), or CronExpression.None.
    public static long FirstAfter(CronExpression cron, TimeZoneTable zone, long utcSeconds) =>
        zone.IsFixed ? InFixedOffset(cron, zone.FixedOffset, utcSeconds) : InSegments(cron, zone, utcSeconds);

    private static long InFixedOffset(CronExpression cron, long offset, long utcSeconds)
    {
        var local = cron.NextLocal(utcSeconds + 1 + offset);
        return Instant(local, offset);
    }

    // Segment by segment. Clocks that go forward leave local times out: these run once, at the first instant after the
    // gap. Clocks that go back show local times again: an interval expression runs them again, any other does not.
    private static long InSegments(CronExpression cron, TimeZoneTable zone, long utcSeconds)
    {
        ref readonly var segment = ref zone.At(Math.Max(utcSeconds, 0));
        var from = utcSeconds + 1 + segment.Offset;
        if (!cron.IsInterval)
            from = Math.Max(from, segment.RepeatedUntil);

        var local = cron.NextLocal(from);
        while (local >= segment.LocalEnd)
        {
            if (local == CronExpression.None || segment.End > TimeZoneTable.MaxSeconds)
                return CronExpression.None;

            var localEnd = segment.LocalEnd;
            segment = ref zone.At(segment.End);
            var localStart = segment.Start + segment.Offset;
            if (local < localStart)
                return segment.Start;
            if (localStart < localEnd && cron.IsInterval)
                local = cron.NextLocal(localStart);
        }
        return Instant(local, segment.Offset);
    }

    // West of Greenwich the last hours of 9999 are past what a DateTimeOffset holds.
    private static long Instant(long local, long offset) =>
        local == CronExpression.None || local - offset > TimeZoneTable.MaxSeconds ? CronExpression.None : local - offset;
}
