namespace StatefulScheduler;

// A schedule by the clocks of a zone. Instants are whole seconds of UTC since the year 1.
//
// A stretch of constant offset holds the local times that its clocks show, from the end of any overlap it begins with
// (unless the schedule fires twice), until any overlap it ends with (when the second time counts). A gap before it adds
// what the rule says. Almost every question is answered inside one stretch, far from its ends: the first lines of both
// methods. The rest goes from stretch to stretch.
internal static class CronClock
{
    // The first instant at or after the given one, or None.
    public static long FirstFrom(in CronSchedule cron, TimeZoneTable? zone, long from)
    {
        if (zone is null || zone.IsFixed)
        {
            var offset = zone?.FixedOffset ?? 0;
            return Instant(cron.NextLocal(from + offset), offset);
        }
        if (from > TimeZoneTable.MaxSeconds)
            return CronSchedule.None;

        var stretch = zone.At(from);
        if (from < stretch.SettledAt || from + stretch.Offset >= stretch.LocalQuietEnd)
            return FirstFromStretch(in cron, zone, from, stretch);
        var local = cron.NextLocal(from + stretch.Offset);
        if (local >= stretch.LocalQuietEnd)
        {
            // Nothing fits until then, however often the clocks are changed before.
            if (local == CronSchedule.None)
                return CronSchedule.None;
            stretch = zone.Showing(local);
            if (local < stretch.SettledAt + stretch.Offset || local >= stretch.LocalQuietEnd)
                return FirstFromStretch(in cron, zone, from, stretch);
        }
        return Instant(local, stretch.Offset);
    }

    // The last instant at or before the given one, or NoneBefore.
    public static long LastUntil(in CronSchedule cron, TimeZoneTable? zone, long until)
    {
        if (until < 0)
            return CronSchedule.NoneBefore;
        if (zone is null || zone.IsFixed)
        {
            var offset = zone?.FixedOffset ?? 0;
            return InstantBefore(cron.PreviousLocal(until + offset), offset);
        }

        var stretch = zone.At(until);
        var local = cron.PreviousLocal(until + stretch.Offset);
        return local >= stretch.SettledAt + stretch.Offset && local < stretch.LocalQuietEnd
            ? local - stretch.Offset
            : LastUntilStretch(in cron, zone, until, stretch);
    }

    private static long FirstFromStretch(in CronSchedule cron, TimeZoneTable zone, long from, TimeZoneSegment stretch)
    {
        while (true)
        {
            var local = cron.NextLocal(Math.Max(from + stretch.Offset, LocalFrom(in cron, stretch)));
            var regular = local < LocalUntil(in cron, stretch) ? local - stretch.Offset : CronSchedule.None;
            var first = Math.Min(regular, FirstOfGap(in cron, from, stretch));
            if (first != CronSchedule.None || stretch.End > TimeZoneTable.MaxSeconds)
                return first <= TimeZoneTable.MaxSeconds ? first : CronSchedule.None;

            // No local time between here and there fits. Only an overlap shows earlier ones again, so without one ahead
            // the stretches between can be passed over; no zone is a whole day away from UTC.
            var passed = stretch.End;
            if (from + stretch.Offset < stretch.LocalQuietEnd)
            {
                if (local == CronSchedule.None)
                    return CronSchedule.None;
                passed = Math.Max(passed, local - CronSchedule.SecondsPerDay);
            }
            if (passed > TimeZoneTable.MaxSeconds)
                return CronSchedule.None;
            stretch = zone.At(passed);
        }
    }

    private static long LastUntilStretch(in CronSchedule cron, TimeZoneTable zone, long until, TimeZoneSegment stretch)
    {
        while (true)
        {
            var localFrom = LocalFrom(in cron, stretch);
            var local = cron.PreviousLocal(Math.Min(Math.Min(until, stretch.End - 1) + stretch.Offset, LocalUntil(in cron, stretch) - 1));
            var regular = local >= localFrom ? local - stretch.Offset : CronSchedule.NoneBefore;
            var last = Math.Max(regular, LastOfGap(in cron, until, stretch));
            if (last != CronSchedule.NoneBefore || stretch.Start <= 0)
                return last >= 0 ? last : CronSchedule.NoneBefore;
            if (local == CronSchedule.NoneBefore && until >= stretch.SettledAt)
                return CronSchedule.NoneBefore;

            var passed = until >= stretch.SettledAt ? Math.Min(stretch.Start - 1, local + CronSchedule.SecondsPerDay) : stretch.Start - 1;
            if (passed < 0)
                return CronSchedule.NoneBefore;
            stretch = zone.At(passed);
        }
    }

    // The local times of a stretch that fire in it.
    private static long LocalFrom(in CronSchedule cron, TimeZoneSegment stretch) =>
        stretch.BeginsWithOverlap && !cron.FiresTwice && cron.Overlap != CronOverlap.Last ? stretch.Start + stretch.OffsetBefore : stretch.LocalStart;

    private static long LocalUntil(in CronSchedule cron, TimeZoneSegment stretch) =>
        stretch.EndsWithOverlap && cron.Overlap == CronOverlap.Last ? stretch.LocalQuietEnd : stretch.LocalEnd;

    // What the gap before a stretch adds to it, at or after an instant.
    private static long FirstOfGap(in CronSchedule cron, long from, TimeZoneSegment stretch)
    {
        if (!stretch.BeginsWithGap || cron.Gap == GapRule.Skip || from >= stretch.SettledAt)
            return CronSchedule.None;

        var gapStart = stretch.Start + stretch.OffsetBefore;
        if (cron.Gap == GapRule.FireAfter)
            return from <= stretch.Start && cron.NextLocal(gapStart) < stretch.LocalStart ? stretch.Start : CronSchedule.None;

        var local = cron.NextLocal(Math.Max(gapStart, from + stretch.OffsetBefore));
        return local < stretch.LocalStart ? local - stretch.OffsetBefore : CronSchedule.None;
    }

    private static long LastOfGap(in CronSchedule cron, long until, TimeZoneSegment stretch)
    {
        if (!stretch.BeginsWithGap || cron.Gap == GapRule.Skip || until < stretch.Start)
            return CronSchedule.NoneBefore;

        var gapStart = stretch.Start + stretch.OffsetBefore;
        if (cron.Gap == GapRule.FireAfter)
            return cron.PreviousLocal(stretch.LocalStart - 1) >= gapStart ? stretch.Start : CronSchedule.NoneBefore;

        var local = cron.PreviousLocal(Math.Min(until + stretch.OffsetBefore, stretch.LocalStart - 1));
        return local >= gapStart ? local - stretch.OffsetBefore : CronSchedule.NoneBefore;
    }

    // West of Greenwich the last hours of 9999, east of it the first ones of the year 1, are past what a DateTimeOffset holds.
    private static long Instant(long local, long offset) =>
        local != CronSchedule.None && local - offset is var instant && instant <= TimeZoneTable.MaxSeconds ? instant : CronSchedule.None;

    private static long InstantBefore(long local, long offset) =>
        local != CronSchedule.NoneBefore && local - offset is var instant && instant >= 0 ? instant : CronSchedule.NoneBefore;
}
