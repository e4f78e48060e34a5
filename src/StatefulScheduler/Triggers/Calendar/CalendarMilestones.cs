namespace StatefulScheduler;

// Every so manieth date of a sequence that can only be walked, so that a date far from the start is a short walk away.
// Kept for the start asked about last. Safe to share between threads: what is written is complete and checked on every read.
internal sealed class CalendarMilestones
{
    public const int Apart = 128;

    private Known? _known;

    private sealed record Known(DateOnly Start, DateOnly[] Dates);

    // One of the sequence, at or before a date that is not before its start.
    public DateOnly Before(in CalendarDates dates, DateOnly date)
    {
        var known = _known;
        if (known?.Start != dates.Start)
            _known = known = new Known(dates.Start, All(in dates));

        var found = Array.BinarySearch(known!.Dates, date);
        return known.Dates[found >= 0 ? found : ~found - 1];
    }

    private static DateOnly[] All(in CalendarDates dates)
    {
        var milestones = new List<DateOnly>();
        DateOnly? date = dates.Start;
        for (var number = 0; date is { } day; number++)
        {
            if (number % Apart == 0)
                milestones.Add(day);
            date = dates.After(day);
        }
        return [.. milestones];
    }
}
