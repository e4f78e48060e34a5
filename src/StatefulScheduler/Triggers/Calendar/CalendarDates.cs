namespace StatefulScheduler;

// The dates of a calendar trigger: a start, and from each date the next one, by years and months first, then by weeks and
// days. A date is found by arithmetic, unless both months and days are added: only then it depends on the one before.
internal sealed class CalendarDates
{
    private readonly CalendarStep _step;
    private readonly CalendarWalk? _walk;

    public CalendarDates(DateOnly start, CalendarPeriod every, MissingDay missingDay)
    {
        Start = start;
        _step = new CalendarStep(every, missingDay);
        _walk = _step.Months != 0 && _step.Days != 0 ? new CalendarWalk(start, _step) : null;
    }

    public DateOnly Start { get; }

    // The first one at or after a date; null when it is past the year 9999.
    public DateOnly? FirstFrom(DateOnly date)
    {
        if (date <= Start)
            return Start;
        if (_walk is not null)
            return _walk.Around(date).First;
        return _step.Months == 0 ? DayAt(StepsTo(date.DayNumber + _step.Days - 1)) : FirstMonthFrom(date);
    }

    // The last one at or before a date; null when that is before the start.
    public DateOnly? LastUntil(DateOnly date)
    {
        if (date < Start)
            return null;
        if (_walk is not null)
            return _walk.Around(date).Last;
        return _step.Months == 0 ? DayAt(StepsTo(date.DayNumber)) : LastMonthUntil(date);
    }

    // The day of the month that is looked for after a date of the sequence.
    public int DayAfter(DateOnly date) => _step.Days == 0 ? Start.Day : date.Day;

    // The day that the month of a date has not, so that its last one stands in; null when the date is as it was meant.
    public int? MissingDayOf(DateOnly date) => _step.Months != 0 && _step.Days == 0 && date.Day < Start.Day ? Start.Day : null;

    // The months that are passed over after a date of the sequence and end after `from`, by `to`: the first, the last, how many.
    public (DateOnly First, DateOnly Last, int Count)? MissingAfter(DateOnly date, DateOnly from, DateOnly to)
    {
        if (_step.Months == 0)
            return null;

        (DateOnly First, DateOnly Last, int Count)? missing = null;
        var index = CalendarStep.MonthOf(date) + _step.Months;
        for (; index <= CalendarStep.MonthOf(to) && _step.DateIn(index, DayAfter(date)) is null; index += _step.Months)
        {
            var month = new DateOnly((int)(index / 12), (int)(index % 12) + 1, 1);
            var end = month.AddDays(DateTime.DaysInMonth(month.Year, month.Month) - 1);
            if (end > from && end <= to)
                missing = (missing?.First ?? month, month, (missing?.Count ?? 0) + 1);
        }
        return missing;
    }

    private long StepsTo(long dayNumber) => (dayNumber - Start.DayNumber) / _step.Days;

    private DateOnly? DayAt(long steps) =>
        Start.DayNumber + (steps * _step.Days) is var number && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null;

    private DateOnly? FirstMonthFrom(DateOnly date)
    {
        for (var month = MonthUpTo(date); month <= CalendarStep.LastMonth; month += _step.Months)
        {
            if (_step.DateIn(month, Start.Day) is { } found && found >= date)
                return found;
        }
        return null;
    }

    private DateOnly LastMonthUntil(DateOnly date)
    {
        for (var month = MonthUpTo(date); month > CalendarStep.MonthOf(Start); month -= _step.Months)
        {
            if (_step.DateIn(month, Start.Day) is { } found && found <= date)
                return found;
        }
        return Start;
    }

    // The last month of the sequence that begins at or before the date's.
    private long MonthUpTo(DateOnly date)
    {
        var month = CalendarStep.MonthOf(date);
        return month - ((month - CalendarStep.MonthOf(Start)) % _step.Months);
    }
}
