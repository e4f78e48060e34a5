namespace StatefulScheduler;

// A stretch of time in which a zone keeps one UTC offset: from Start until End (exclusive), in seconds of UTC.
// Local times before RepeatedUntil have already been shown by the clocks of the stretch before: they went back at Start.
internal readonly record struct TimeZoneSegment(long Start, long End, long Offset, long RepeatedUntil)
{
    public long LocalEnd => End + Offset;
}
