namespace StatefulScheduler;

// The stretches of one zone in one block of time. The edges of a block cut a stretch in two of equal offset.
internal static class TimeZoneBlock
{
    public const int Bits = 29; // about 17 years

    // The shortest stretch of any zone from 1990 on is just under seven days: a probe every six misses none.
    private const long Probe = 6 * TimeZoneTable.SecondsPerDay;

    // By pieces of about 24 days: which stretch a piece begins in. From there it is a step or two.
    private const int PieceBits = 21;
    private const int Pieces = 1 << (Bits - PieceBits);

    public static TimeZoneSegment Find(TimeZoneSegment[] pieces, long utcSeconds)
    {
        var segment = pieces[(int)(utcSeconds >> PieceBits) & (Pieces - 1)];
        while (segment.End <= utcSeconds)
            segment = segment.Next!;
        return segment;
    }

    // The stretch that each piece begins in, linked to those after it.
    public static TimeZoneSegment[] Build(TimeZoneInfo zone, long start)
    {
        var segment = Segments(zone, start);
        var pieces = new TimeZoneSegment[Pieces];
        for (var piece = 0; piece < Pieces; piece++)
        {
            while (segment.End <= start + ((long)piece << PieceBits))
                segment = segment.Next!;
            pieces[piece] = segment;
        }
        return pieces;
    }

    // The first of the block, linked to the others.
    private static TimeZoneSegment Segments(TimeZoneInfo zone, long start)
    {
        var end = start + (1L << Bits);
        var segments = new List<TimeZoneSegment>();
        var since = start;
        var before = OffsetAt(zone, start - 1);
        var offset = OffsetAt(zone, start);
        for (var position = start; position < end;)
        {
            var next = Math.Min(position + Probe, end);
            if (OffsetAt(zone, next) == offset)
            {
                position = next;
                continue;
            }

            position = FirstChange(zone, position, next, offset);
            if (position == end)
                break;
            var after = OffsetAt(zone, position);
            segments.Add(new TimeZoneSegment(since, position, offset, before, after));
            (since, before, offset) = (position, offset, after);
        }
        segments.Add(new TimeZoneSegment(since, end, offset, before, OffsetAt(zone, end)));
        for (var i = 1; i < segments.Count; i++)
            segments[i - 1].Next = segments[i];
        return segments[0];
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

    // Before the first second and after the last one the offset stays what it is there.
    private static int OffsetAt(TimeZoneInfo zone, long utcSeconds)
    {
        var seconds = Math.Clamp(utcSeconds, 0, TimeZoneTable.MaxSeconds);
        return (int)(zone.GetUtcOffset(new DateTime(seconds * TimeSpan.TicksPerSecond, DateTimeKind.Utc)).Ticks / TimeSpan.TicksPerSecond);
    }
}
