using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace StatefulScheduler;

// The days of a schedule that needs a calendar. Days are numbers since 0001-01-01; the days of a month are a set of bits,
// day n as bit n.
internal static class CronCalendar
{
    // 28 years hold every combination of leap or not and of the weekday of 1 January, in this century.
    private const int EveryKindOfYear = 28 * 366;

    // The first day at or after the given one that fits, or -1. From fitting month to fitting month: at worst through the
    // 40 years in which every kind of year occurs, and never past 9999.
    public static int NextDay(in CronSchedule schedule, int from)
    {
        if ((uint)from > CronSchedule.LastDayNumber)
            return -1;

        var (year, month, day) = DateOnly.FromDayNumber(from);
        if ((schedule.Months >> month & 1) != 0)
        {
            var first = from - day + 1;
            var days = DaysOf(in schedule, year, month, first) >> day;
            if (days != 0)
                return from + BitOperations.TrailingZeroCount(days);
        }

        while (NextMonth(in schedule, ref year, ref month))
        {
            var first = FirstDayOf(year, month);
            var days = DaysOf(in schedule, year, month, first);
            if (days != 0)
                return first - 1 + BitOperations.TrailingZeroCount(days);
        }
        return -1;
    }

    // The last day at or before the given one that fits, or -1.
    public static int PreviousDay(in CronSchedule schedule, int from)
    {
        if (from < 0)
            return -1;

        var (year, month, day) = DateOnly.FromDayNumber(from);
        if ((schedule.Months >> month & 1) != 0)
        {
            var first = from - day + 1;
            var days = DaysOf(in schedule, year, month, first) & DaysUpTo(day);
            if (days != 0)
                return first - 1 + BitOperations.Log2(days);
        }

        while (PreviousMonth(in schedule, ref year, ref month))
        {
            var first = FirstDayOf(year, month);
            var days = DaysOf(in schedule, year, month, first);
            if (days != 0)
                return first - 1 + BitOperations.Log2(days);
        }
        return -1;
    }

    // The next fitting month of a fitting year.
    private static bool NextMonth(in CronSchedule schedule, ref int year, ref int month)
    {
        var later = schedule.Months >> month >> 1;
        if (later != 0)
        {
            month += 1 + BitOperations.TrailingZeroCount(later);
            return true;
        }
        month = BitOperations.TrailingZeroCount((uint)schedule.Months);
        year++;
        if (year <= 9999 && schedule.Extras?.Years is { } years)
            year = years.Next(year);
        return year <= 9999;
    }

    private static bool PreviousMonth(in CronSchedule schedule, ref int year, ref int month)
    {
        var earlier = schedule.Months & ((1u << month) - 1);
        if (earlier != 0)
        {
            month = BitOperations.Log2(earlier);
            return true;
        }
        month = BitOperations.Log2((uint)schedule.Months);
        year--;
        if (schedule.Extras?.Years is { } years)
            year = years.Previous(year);
        return year >= 1;
    }

    private static ReadOnlySpan<ushort> DaysBeforeMonth => [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    private static ReadOnlySpan<byte> DaysInMonth => [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private static bool IsLeap(int year) => (year & 3) == 0 && ((year & 15) == 0 || year % 25 != 0);

    private static int LengthOf(int year, int month) => DaysInMonth[month] + (month == 2 && IsLeap(year) ? 1 : 0);

    private static int FirstDayOf(int year, int month)
    {
        var before = year - 1;
        return (before * 365) + (before / 4) - (before / 100) + (before / 400) + DaysBeforeMonth[month] + (month > 2 && IsLeap(year) ? 1 : 0);
    }

    // Whether some day fits at all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasDay(in CronSchedule schedule) => schedule.DayKind <= CronDays.Weekdays || HasSomeDay(in schedule);

    private static bool HasSomeDay(in CronSchedule schedule)
    {
        if (HasDayInEveryMonth(in schedule))
            return true;
        if (schedule.DayKind == CronDays.Listed && schedule.WeekdayOfMonth == 0 && schedule.Extras is null)
            return HasDate(schedule.Days, schedule.Months);

        const int year2000 = 730_119;
        var anyYear = schedule with { Extras = schedule.Extras?.WithoutYears };
        return NextDay(in anyYear, year2000) is >= 0 and < year2000 + EveryKindOfYear
            && (schedule.Extras?.Years is not { } years || NextDay(in schedule, new DateOnly(years.Next(1), 1, 1).DayNumber) >= 0);
    }

    // One of the days 1 to 28 by number, or of as many counted from the end where the weekday is free: no month is without,
    // and every date falls on every weekday some day.
    public static bool HasDayInEveryMonth(in CronSchedule schedule)
    {
        const uint numbered = (1u << 29) - 2;
        const uint counted = (1u << 28) - 1;
        if (schedule.WeekdayOfMonth != 0 || schedule.Extras?.NeedsCalendar == true)
            return false;
        return schedule.DayKind switch
        {
            CronDays.FromEnd or CronDays.WeekdayFromEnd => (schedule.Days & counted) != 0 && schedule.Weekdays == CronSchedule.EveryWeekday,
            CronDays.NearestWeekday => (schedule.Days & numbered) != 0 && schedule.Weekdays == CronSchedule.EveryWeekday,
            _ => (schedule.Days & numbered) != 0,
        };
    }

    // Every date falls on every weekday some day: the days and months decide alone.
    private static bool HasDate(uint days, uint months)
    {
        for (; months != 0; months &= months - 1)
        {
            if ((days & DaysUpTo(LengthOf(2000, BitOperations.TrailingZeroCount(months)))) != 0)
                return true;
        }
        return false;
    }

    private static uint DaysOf(in CronSchedule schedule, int year, int month, int firstDay)
    {
        var length = LengthOf(year, month);
        if (schedule.Extras is { } extras)
            return extras.DaysOf(in schedule, year, length, firstDay);

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
        if (schedule.Weekdays == CronSchedule.EveryWeekday && schedule.WeekdayOfMonth == 0)
            return uint.MaxValue;
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
