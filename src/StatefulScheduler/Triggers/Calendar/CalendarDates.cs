namespace StatefulScheduler;

// The dates of a calendar trigger: a start, and from each date the next one, by years and months first, then by weeks and
// days. A date depends on the start and its number alone unless both months and days are added: only then it is walked to.
internal readonly struct CalendarDates(DateOnly start, CalendarPeriod every, MissingDay missingDay)
{
    private readonly long _months = (every.Years * 12L) + every.Months;
    private readonly long _days = (every.Weeks * 7L) + every.Days;

    public DateOnly Start => start;

    // The first one at or after a date; null when it is past the year 9999.
    public DateOnly? FirstFrom(DateOnly date)
    {
        if (date <= start)
            return start;
        if (_months == 0)
            return DayAt(StepsTo(date.DayNumber + _days - 1));
        return _days == 0 ? FirstMonthFrom(date) : Walk(date).First;
    }

    // The last one at or before a date; null when that is before the start.
    public DateOnly? LastUntil(DateOnly date)
    {
        if (date < start)
            return null;
        if (_months == 0)
            return DayAt(StepsTo(date.DayNumber));
        return _days == 0 ? LastMonthUntil(date) : Walk(date).Last;
    }

    // The day of the month that is looked for after a date of the sequence.
    public int DayAfter(DateOnly date) => _days == 0 ? start.Day : date.Day;

    // The day that the month of a date has not, so that its last one stands in; null when the date is as it was meant.
    public int? MissingDayOf(DateOnly date) => _months != 0 && _days == 0 && date.Day < start.Day ? start.Day : null;

    // The months that are passed over after a date of the sequence and end after `from`, by `to`: the first, the last, how many.
    public (DateOnly First, DateOnly Last, int Count)? MissingAfter(DateOnly date, DateOnly from, DateOnly to)
    {
        (DateOnly First, DateOnly Last, int Count)? missing = null;
        for (var index = IndexOf(date) + _months; _months != 0 && index <= IndexOf(to) && DateIn(index, DayAfter(date)) is null; index += _months)
        {
            var month = new DateOnly((int)(index / 12), (int)(index % 12) + 1, 1);
            var end = month.AddDays(DateTime.DaysInMonth(month.Year, month.Month) - 1);
            if (end > from && end <= to)
                missing = (missing?.First ?? month, month, (missing?.Count ?? 0) + 1);
        }
        return missing;
    }

    private long StepsTo(long dayNumber) => (dayNumber - start.DayNumber) / _days;

    private DateOnly? DayAt(long step) =>
        start.DayNumber + (step * _days) is var number && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null;

    private DateOnly? FirstMonthFrom(DateOnly date)
    {
        for (var month = MonthUpTo(date); month <= IndexOf(DateOnly.MaxValue); month += _months)
        {
            if (DateIn(month, start.Day) is { } found && found >= date)
                return found;
        }
        return null;
    }

    private DateOnly? LastMonthUntil(DateOnly date)
    {
        for (var month = MonthUpTo(date); month > IndexOf(start); month -= _months)
        {
            if (DateIn(month, start.Day) is { } found && found <= date)
                return found;
        }
        return start;
    }

    // The last month of the sequence that begins at or before the date's.
    private long MonthUpTo(DateOnly date) => IndexOf(date) - ((IndexOf(date) - IndexOf(start)) % _months);

    private (DateOnly? Last, DateOnly? First) Walk(DateOnly date)
    {
        DateOnly? last = null, next = start;
        while (next < date)
            (last, next) = (next, After(next.Value));
        return (next == date ? next : last, next);
    }

    private DateOnly? After(DateOnly date)
    {
        for (var month = IndexOf(date) + _months; month <= IndexOf(DateOnly.MaxValue); month += _months)
        {
            if (DateIn(month, date.Day) is { } found)
                return found.DayNumber + _days <= DateOnly.MaxValue.DayNumber ? found.AddDays((int)_days) : null;
        }
        return null;
    }

    // Null when the month has no such day and is passed over.
    private DateOnly? DateIn(long monthIndex, int day)
    {
        var (year, month) = ((int)(monthIndex / 12), (int)(monthIndex % 12) + 1);
        var days = DateTime.DaysInMonth(year, month);
        if (day <= days)
            return new DateOnly(year, month, day);
        return missingDay == MissingDay.LastDay ? new DateOnly(year, month, days) : null;
    }

    private static long IndexOf(DateOnly date) => (date.Year * 12L) + date.Month - 1;
}
