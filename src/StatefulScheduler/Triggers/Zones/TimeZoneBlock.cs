namespace StatefulScheduler;

// The stretches of one zone in one block of time. The edges of a block cut a stretch in two of equal offset.
internal sealed class TimeZoneBlock(TimeZoneSegment[] segments)
{
    // The shortest stretch of any zone since 1970 is just under seven days: a probe every six misses none.
    private const long Probe = 6 * 86_400;

    public ref readonly TimeZoneSegment At(long utcSeconds)
    {
        int low = 0, high = segments.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (segments[middle].Start <= utcSeconds)
                low = middle;
            else
                high = middle - 1;
        }
        return ref segments[low];
    }

    public static TimeZoneBlock Build(TimeZoneInfo zone, long start, long end)
    {
        var segments = new List<TimeZoneSegment>();

        // Begin one probe early, so that clocks that went back just before the block are still known in it.
        var position = Math.Max(start - Probe, 0);
        var since = position;
        var offset = OffsetAt(zone, position);
        var repeatedUntil = long.MinValue;
        while (position < end)
        {
            var next = Math.Min(position + Probe, end);
            if (OffsetAt(zone, next) == offset)
            {
                position = next;
                continue;
            }

            var change = FirstChange(zone, position, next, offset);
            if (change >= end)
                break;
            Close(change);
            repeatedUntil = change + offset;
            offset = OffsetAt(zone, change);
            since = position = change;
        }
        Close(end);
        return new TimeZoneBlock([.. segments]);

        void Close(long until)
        {
            if (until > start)
                segments.Add(new TimeZoneSegment(Math.Max(since, start), until, offset, repeatedUntil));
        }
    }

    // The offset is `offset` at `from` and another at `to`: the first second at which it is another.
    private static long FirstChange(TimeZoneInfo zone, long from, long to, long offset)
    {
        while (to - from > 1)
        {
            var middle = from + ((to - from) / 2);
            if (OffsetAt(zone, middle) == offset)
                from = middle;
            else
                to = middle;
        }
        return to;
    }

    private static long OffsetAt(TimeZoneInfo zone, long utcSeconds)
    {
        var time = new DateTime(Math.Min(utcSeconds, TimeZoneTable.MaxSeconds) * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        return zone.GetUtcOffset(time).Ticks / TimeSpan.TicksPerSecond;
    }
}
