namespace StatefulScheduler;

// A stretch of time in which a zone keeps one UTC offset: from Start until End (exclusive). All in seconds: instants of
// UTC since the year 1, local times by the clocks on the wall. The offsets of the stretches before and after tell how
// the clocks came here and where they go: forward over a gap, back over an overlap, or not at all.
internal sealed class TimeZoneSegment(long start, long end, int offset, int offsetBefore, int offsetAfter)
{
    public readonly long Start = start;

    public readonly long End = end;

    // The instant from which the change at Start leaves no trace: the overlap is over, no skipped time is still to come.
    public readonly long SettledAt = start + Math.Abs(offset - offsetBefore);

    // Local times at or after this one are shown again, or skipped, or belong to what follows.
    public readonly long LocalQuietEnd = end + Math.Min(offset, offsetAfter);

    public readonly int Offset = offset;

    public readonly int OffsetBefore = offsetBefore;

    public readonly int OffsetAfter = offsetAfter;

    // In the same block of time; set before anybody sees it.
    public TimeZoneSegment? Next { get; set; }

    public long LocalStart => Start + Offset;

    public long LocalEnd => End + Offset;

    public bool BeginsWithGap => OffsetBefore < Offset;

    public bool BeginsWithOverlap => OffsetBefore > Offset;

    public bool EndsWithOverlap => Offset > OffsetAfter;
}
