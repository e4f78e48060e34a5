namespace StatefulScheduler;

// What the clocks, and months without the day, did to the dates of a calendar trigger.
internal readonly struct CalendarNotes(CalendarTrigger calendar, CalendarDates dates, TimeZoneTable zone, TriggerNotes notes)
{
    // A stretch can be without end: so many changes of the clocks, and so many dates, are looked at.
    private const int Most = 32;

    // After an instant (null: since ever) and until another, inclusive, which may be an occurrence.
    public void Add(DateTimeOffset? after, DateTimeOffset until)
    {
        AddMissing(after, until);
        if (calendar.Gap == GapRule.Skip && !zone.IsFixed)
            AddSkipped(after, until);
        if (DateOf(until) is { } date)
            AddFired(date, until);
    }

    private void AddFired(DateOnly date, DateTimeOffset at)
    {
        if (dates.MissingDayOf(date) is { } missing)
            notes.Add(new MissingDayNote(missing, FirstOf(date), FirstOf(date), 1, date));
        if (zone.IsFixed)
            return;

        var wallTime = date.ToDateTime(calendar.Time);
        var shown = zone.ToWallTime(at);
        if (shown == wallTime)
            notes.AddOverlap(zone, at, calendar.Overlap == OverlapRule.Both);
        else
            notes.Add(new GapNote(zone.Id, wallTime, wallTime, shown));
    }

    // Months that are over within the stretch.
    private void AddMissing(DateTimeOffset? after, DateTimeOffset until)
    {
        var (from, to) = (after is { } start ? Day(start) : DateOnly.MinValue, Day(until));
        var date = dates.LastUntil(from) ?? dates.FirstFrom(from);
        for (var looked = 0; looked < Most && date is { } day && day <= to; looked++)
        {
            if (dates.MissingAfter(day, from, to) is var (first, last, months))
                notes.Add(new MissingDayNote(dates.DayAfter(day), first, last, months, null));
            date = day == DateOnly.MaxValue ? null : dates.FirstFrom(day.AddDays(1));
        }
    }

    private void AddSkipped(DateTimeOffset? after, DateTimeOffset until)
    {
        // No zone is a whole day away from UTC.
        var from = after is { } instant ? instant.UtcTicks / TimeSpan.TicksPerSecond : (dates.Start.DayNumber - 1L) * TimeZoneTable.SecondsPerDay;
        var stretch = zone.At(Math.Max(from, 0));
        for (var changes = 0; changes < Most && stretch.End * TimeSpan.TicksPerSecond <= until.UtcTicks; changes++)
        {
            stretch = zone.At(stretch.End);
            if (stretch.BeginsWithGap)
                AddSkipped(stretch);
        }
    }

    // A gap over midnight, or over a whole day, touches two dates.
    private void AddSkipped(TimeZoneSegment stretch)
    {
        var gapStart = new DateTime((stretch.Start + stretch.OffsetBefore) * TimeSpan.TicksPerSecond);
        var gapEnd = new DateTime(stretch.LocalStart * TimeSpan.TicksPerSecond);
        for (var date = DateOnly.FromDateTime(gapStart); date <= DateOnly.FromDateTime(gapEnd); date = date.AddDays(1))
        {
            var wallTime = date.ToDateTime(calendar.Time);
            if (wallTime >= gapStart && wallTime < gapEnd && dates.FirstFrom(date) == date)
                notes.Add(new GapNote(zone.Id, wallTime, wallTime, null));
        }
    }

    // The date whose instant it is; a rule for a gap may have moved it to the day after.
    private DateOnly? DateOf(DateTimeOffset instant)
    {
        var last = Day(instant).DayNumber;
        for (var day = last; day >= Math.Max(last - 2, 0); day--)
        {
            var date = DateOnly.FromDayNumber(day);
            var (first, second) = calendar.Instants(date, zone);
            if ((first == instant || second == instant) && dates.FirstFrom(date) == date)
                return date;
        }
        return null;
    }

    private DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(zone.ToWallTime(instant));

    private static DateOnly FirstOf(DateOnly date) => new(date.Year, date.Month, 1);
}
