using System.Globalization;
using System.Numerics;

namespace StatefulScheduler;

// The days of a schedule that needs a calendar. Days are numbers since 0001-01-01; the days of a month are a set of bits,
// day n as bit n.
internal static class CronCalendar
{
    private const int LastDayNumber = 3_652_058; // 9999-12-31

    // The first day at or after the given one that fits, or -1. Month by month: at worst through the 40 years in which
    // every kind of year occurs, and never past 9999.
    public static int NextDay(in CronSchedule schedule, int from)
    {
        if ((uint)from > LastDayNumber)
            return -1;

        var (year, month, day) = DateOnly.FromDayNumber(from);
        var first = from - day + 1;
        while (true)
        {
            var length = DateTime.DaysInMonth(year, month);
            if ((schedule.Months >> month & 1) != 0)
            {
                var days = DaysOf(in schedule, year, month, length, first) >> day;
                if (days != 0)
                    return first + day - 1 + BitOperations.TrailingZeroCount(days);
            }

            day = 1;
            first += length;
            if (++month <= 12)
                continue;
            month = 1;
            year++;
            if (schedule.Extras?.Years is { } years && year <= 9999)
            {
                year = years.Next(year);
                first = year <= 9999 ? new DateOnly(year, 1, 1).DayNumber : first;
            }
            if (year > 9999)
                return -1;
        }
    }

    // The last day at or before the given one that fits, or -1.
    public static int PreviousDay(in CronSchedule schedule, int from)
    {
        if (from < 0)
            return -1;

        var (year, month, day) = DateOnly.FromDayNumber(from);
        var first = from - day + 1;
        while (true)
        {
            if ((schedule.Months >> month & 1) != 0)
            {
                var length = DateTime.DaysInMonth(year, month);
                var days = DaysOf(in schedule, year, month, length, first) & DaysUpTo(day);
                if (days != 0)
                    return first - 1 + BitOperations.Log2(days);
            }

            day = 31;
            if (--month == 0)
            {
                month = 12;
                year--;
                if (schedule.Extras?.Years is { } years)
                    year = years.Previous(year);
            }
            if (year < 1)
                return -1;
            first = new DateOnly(year, month, 1).DayNumber;
        }
    }

    // Whether some day fits at all. Without a choice of years 28 of them hold every kind of year.
    public static bool HasDay(in CronSchedule schedule)
    {
        if (schedule.DayKind is CronDays.All or CronDays.Weekdays)
            return true;

        const uint inEveryMonth = (1u << 29) - 2;
        if (schedule is { DayKind: CronDays.Listed, WeekdayOfMonth: 0, Extras: null } && (schedule.Days & inEveryMonth) != 0)
            return true;

        const int year2000 = 730_119;
        var anyYear = schedule with { Extras = schedule.Extras?.WithoutYears };
        return NextDay(in anyYear, year2000) is >= 0 and < year2000 + (28 * 366)
            && (schedule.Extras?.Years is not { } years || NextDay(in schedule, new DateOnly(years.Next(1), 1, 1).DayNumber) >= 0);
    }

    private static uint DaysOf(in CronSchedule schedule, int year, int month, int length, int firstDay)
    {
        if (schedule.Extras is { } extras)
            return extras.DaysOf(in schedule, year, month, length, firstDay);

        var firstWeekday = CronSchedule.WeekdayOf(firstDay);
        return OnDays(in schedule, length, firstWeekday) & OnWeekdays(in schedule, length, firstWeekday);
    }

    // By the day of month alone.
    public static uint OnDays(in CronSchedule schedule, int length, int firstWeekday)
    {
        var days = schedule.Days;
        switch (schedule.DayKind)
        {
            case CronDays.FromEnd:
            case CronDays.WeekdayFromEnd:
                var before = BitOperations.TrailingZeroCount(days);
                if (before >= length)
                    return 0;
                return schedule.DayKind == CronDays.FromEnd ? 1u << (length - before) : NearestWeekday(length - before, length, firstWeekday);
            case CronDays.NearestWeekday:
                var day = BitOperations.TrailingZeroCount(days);
                return day > length ? 0 : NearestWeekday(day, length, firstWeekday);
            default:
                return days & DaysUpTo(length);
        }
    }

    // By the day of week alone. Bit 1 + k repeats the weekday k days after that of the first, every seven bits.
    public static uint OnWeekdays(in CronSchedule schedule, int length, int firstWeekday)
    {
        var week = (schedule.Weekdays | (uint)schedule.Weekdays << 7) >> firstWeekday & CronSchedule.EveryWeekday;
        var days = (uint)((week * 0x8_1020_4081UL) << 1);
        return schedule.WeekdayOfMonth switch
        {
            0 => days,
            CronSchedule.LastWeekday => days & ~DaysUpTo(length - 7),
            var nth => days & (0x7Fu << ((7 * (nth - 1)) + 1)),
        };
    }

    public static uint DaysUpTo(int day) => (uint)((2UL << day) - 2);

    // Saturday goes back to Friday and Sunday on to Monday, but never into another month.
    private static uint NearestWeekday(int day, int length, int firstWeekday)
    {
        var weekday = (firstWeekday + day - 1) % 7;
        var nearest = weekday switch
        {
            (int)DayOfWeek.Saturday => day == 1 ? 3 : day - 1,
            (int)DayOfWeek.Sunday => day == length ? day - 2 : day + 1,
            _ => day,
        };
        return 1u << nearest;
    }

    // The days of a month that lie in one of the ISO weeks, week n as bit n.
    public static uint InWeeks(ulong weeks, int firstDay, int length)
    {
        var days = 0u;
        for (var day = 1; day <= length;)
        {
            var date = DateOnly.FromDayNumber(firstDay + day - 1).ToDateTime(TimeOnly.MinValue);
            var untilMonday = 7 - (((int)date.DayOfWeek + 6) % 7);
            if ((weeks >> ISOWeek.GetWeekOfYear(date) & 1) != 0)
                days |= ((1u << untilMonday) - 1) << day;
            day += untilMonday;
        }
        return days & DaysUpTo(length);
    }
}
