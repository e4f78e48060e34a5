namespace StatefulScheduler;

// A date and a time of day by the clocks of a zone: the instants it stands for. None when the clocks skip it and the rule
// says so, or when it is past what a DateTimeOffset holds; two when the clocks show it twice and the rule says so.
internal readonly record struct CalendarClock(DateTimeOffset? First, DateTimeOffset? Second)
{
    public static CalendarClock At(DateTime wallTime, TimeZoneTable zone, GapRule gap, OverlapRule overlap)
    {
        if (zone.IsFixed)
            return new CalendarClock(Instant(wallTime, zone.FixedOffset), null);

        var local = wallTime.Ticks / TimeSpan.TicksPerSecond;
        var stretch = zone.Showing(local);
        if (local < stretch.LocalStart && stretch.BeginsWithGap)
            return new CalendarClock(AfterGap(wallTime, stretch, gap), null);

        var first = Instant(wallTime, stretch.Offset);
        if (overlap == OverlapRule.First || !stretch.EndsWithOverlap || local < stretch.LocalQuietEnd)
            return new CalendarClock(first, null);

        var second = Instant(wallTime, stretch.OffsetAfter);
        return overlap == OverlapRule.Last ? new CalendarClock(second, null) : new CalendarClock(first, second);
    }

    private static DateTimeOffset? AfterGap(DateTime wallTime, TimeZoneSegment stretch, GapRule gap) => gap switch
    {
        GapRule.FireAfter => TimeZoneTable.FromSeconds(stretch.Start),
        GapRule.Shift => Instant(wallTime, stretch.OffsetBefore),
        _ => null,
    };

    private static DateTimeOffset? Instant(DateTime wallTime, long offset)
    {
        var ticks = wallTime.Ticks - (offset * TimeSpan.TicksPerSecond);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}
