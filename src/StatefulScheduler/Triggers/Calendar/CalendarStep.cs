namespace StatefulScheduler;

// How one date of a calendar follows another. Months are counted from the year 0.
internal readonly struct CalendarStep(CalendarPeriod every, MissingDay missingDay)
{
    public static readonly long LastMonth = MonthOf(DateOnly.MaxValue);

    public readonly long Months = (every.Years * 12L) + every.Months;

    public readonly long Days = (every.Weeks * 7L) + every.Days;

    public static long MonthOf(DateOnly date) => (date.Year * 12L) + date.Month - 1;

    // Null past the year 9999.
    public DateOnly? After(DateOnly date)
    {
        for (var month = MonthOf(date) + Months; month <= LastMonth; month += Months)
        {
            if (DateIn(month, date.Day) is { } found)
                return found.DayNumber + Days <= DateOnly.MaxValue.DayNumber ? found.AddDays((int)Days) : null;
        }
        return null;
    }

    // Null when the month has no such day and is passed over.
    public DateOnly? DateIn(long month, int day)
    {
        var (year, monthOfYear) = ((int)(month / 12), (int)(month % 12) + 1);
        var days = DateTime.DaysInMonth(year, monthOfYear);
        if (day <= days)
            return new DateOnly(year, monthOfYear, day);
        return missingDay == MissingDay.LastDay ? new DateOnly(year, monthOfYear, days) : null;
    }
}
