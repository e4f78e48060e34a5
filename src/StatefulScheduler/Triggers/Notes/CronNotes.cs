namespace StatefulScheduler;

// What the clocks of a zone did to the wall times of a schedule.
internal readonly struct CronNotes(CronSchedule cron, TimeZoneTable zone, TriggerNotes notes)
{
    // A stretch can be without end: of one that fires all the while this many changes of the clocks are looked at, 16 years.
    private const int MostChanges = 32;

    // Between two instants, both inclusive, of which the last may be an occurrence.
    public void Add(long from, DateTimeOffset until)
    {
        var (second, fraction) = Math.DivRem(until.UtcTicks, TimeSpan.TicksPerSecond);
        if (cron.Gap == GapRule.Skip)
            AddSkipped(from, second);
        if (fraction == 0 && CronClock.FirstFrom(in cron, zone, second) == second)
            AddFired(second);
    }

    private void AddFired(long instant)
    {
        var stretch = zone.At(instant);
        if (stretch.BeginsWithGap && cron.Gap == GapRule.FireAfter && instant == stretch.Start)
            AddGathered(stretch);
        if (stretch.BeginsWithGap && cron.Gap == GapRule.Shift && instant < stretch.SettledAt)
            AddShifted(stretch, instant);
        notes.AddOverlap(zone, TimeZoneTable.FromSeconds(instant), cron.FiresTwice);
    }

    // All skipped times fire together, unless the first instant after the gap fires on its own account.
    private void AddGathered(TimeZoneSegment stretch)
    {
        if (Skipped(stretch) is var (first, last))
            notes.AddGap(zone, first, last, Fits(stretch.LocalStart) ? null : stretch.LocalStart);
    }

    private void AddShifted(TimeZoneSegment stretch, long instant)
    {
        var skipped = instant + stretch.OffsetBefore;
        if (Fits(skipped) && !Fits(instant + stretch.Offset))
            notes.AddGap(zone, skipped, skipped, instant + stretch.Offset);
    }

    private void AddSkipped(long from, long until)
    {
        var stretch = zone.At(from);
        for (var changes = 0; changes < MostChanges && !notes.IsFull; changes++)
        {
            var local = cron.NextLocal(from + stretch.Offset);
            if (local == CronSchedule.None || stretch.End > until)
                return;

            // Nothing is skipped in the stretches between here and the next local time that fits.
            from = local < stretch.LocalEnd ? stretch.End : Math.Max(stretch.End, zone.Showing(local).Start);
            stretch = zone.At(from);
            if (from <= until && stretch.BeginsWithGap && Skipped(stretch) is var (first, last))
                notes.AddGap(zone, first, last, null);
        }
    }

    private (long First, long Last)? Skipped(TimeZoneSegment stretch)
    {
        var first = cron.NextLocal(stretch.Start + stretch.OffsetBefore);
        return first < stretch.LocalStart ? (first, cron.PreviousLocal(stretch.LocalStart - 1)) : null;
    }

    private bool Fits(long local) => cron.NextLocal(local) == local;
}
