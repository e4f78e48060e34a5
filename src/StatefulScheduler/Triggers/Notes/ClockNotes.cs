namespace StatefulScheduler;

// What the clocks of a zone did to wall times. Instants and local times are in seconds, as TimeZoneSegment counts them.
internal static class ClockNotes
{
    // Says of an instant that fires when the clocks show its wall time twice.
    public static void AddOverlap(this TriggerNotes notes, TimeZoneTable zone, DateTimeOffset at, bool firesTwice)
    {
        var instant = at.UtcTicks / TimeSpan.TicksPerSecond;
        var stretch = zone.At(instant);
        if (stretch.EndsWithOverlap && instant + stretch.Offset >= stretch.LocalQuietEnd)
            notes.Add(new OverlapNote(zone.Id, zone.ToWallTime(at), firesTwice ? OverlapTurn.FirstOfBoth : OverlapTurn.FirstOnly));
        else if (stretch.BeginsWithOverlap && instant < stretch.SettledAt)
            notes.Add(new OverlapNote(zone.Id, zone.ToWallTime(at), firesTwice ? OverlapTurn.LastOfBoth : OverlapTurn.LastOnly));
    }

    // Says of local times in a gap when they fire instead; null: not at all.
    public static void AddGap(this TriggerNotes notes, TimeZoneTable zone, long first, long last, long? firesAt) =>
        notes.Add(new GapNote(zone.Id, WallTime(first), WallTime(last), firesAt is { } at ? WallTime(at) : null));

    private static DateTime WallTime(long local) => new(local * TimeSpan.TicksPerSecond);
}
