using System.Numerics;

namespace StatefulScheduler;

// What a cron expression says, as one set of bits for each field, and the next local time that fits it.
// Knows no zone: a local time is a number of seconds since the year 1, by the clocks on the wall.
internal sealed class CronExpression
{
    public const long None = long.MaxValue;

    private const long SecondsPerDay = 86_400;
    private const uint EveryDayOfMonth = 0xFFFF_FFFE;
    private const uint EveryMonth = 0x1FFE;
    private const uint EveryDayOfWeek = 0x7F;
    private const int LastDayNumber = 3_652_058; // 9999-12-31

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly uint _hours;
    private readonly uint _days;
    private readonly uint _months;
    private readonly uint _weekdays;
    private readonly bool _everyDay;
    private readonly int _firstTime;

    public CronExpression(string text, ReadOnlySpan<ulong> fields, bool isInterval)
    {
        Text = text;
        IsInterval = isInterval;
        (_seconds, _minutes, _hours) = (fields[0], fields[1], (uint)fields[2]);
        (_days, _months, _weekdays) = ((uint)fields[3], (uint)fields[4], (uint)fields[5]);
        _everyDay = _days == EveryDayOfMonth && _months == EveryMonth && _weekdays == EveryDayOfWeek;
        _firstTime = NextTime(0);
    }

    // One blank between fields, names in capitals, macros in small letters.
    public string Text { get; }

    // Holds * ? - / in second, minute or hour: it means "every so often", so it fires in both passes of a repeated hour.
    public bool IsInterval { get; }

    // Some month of the expression has some day of it. Every date falls on every weekday within the calendar's 400 years.
    public bool IsPossible
    {
        get
        {
            for (var month = 1; month <= 12; month++)
            {
                if ((_months >> month & 1) != 0 && (_days & DaysUpTo(DateTime.DaysInMonth(2000, month))) != 0)
                    return true;
            }
            return false;
        }
    }

    public static CronExpression Parse(string expression) => CronParser.Parse(expression);

    // The first local time at or after the given one; None when there is none up to the year 9999.
    public long NextLocal(long local)
    {
        var day = Math.DivRem(Math.Max(local, 0), SecondsPerDay, out var timeOfDay);
        if (day <= LastDayNumber && FitsDay((int)day) && NextTime((int)timeOfDay) is var time && time >= 0)
            return (day * SecondsPerDay) + time;

        var next = NextDay(day + 1);
        return next < 0 ? None : (next * SecondsPerDay) + _firstTime;
    }

    // The first second of the day at or after the given one, or -1.
    private int NextTime(int timeOfDay)
    {
        var (hour, rest) = Math.DivRem(timeOfDay, 3600);
        var (minute, second) = Math.DivRem(rest, 60);
        if ((_hours >> hour & 1) != 0)
        {
            if ((_minutes >> minute & 1) != 0 && _seconds >> second is var seconds && seconds != 0)
                return (hour * 3600) + (minute * 60) + second + BitOperations.TrailingZeroCount(seconds);

            // Two shifts: one by 60 of the last minute would be one by 64 for the last bit, which is none at all.
            if (_minutes >> minute >> 1 is var minutes && minutes != 0)
                return (hour * 3600) + ((minute + 1 + BitOperations.TrailingZeroCount(minutes)) * 60) + BitOperations.TrailingZeroCount(_seconds);
        }

        var hours = _hours >> hour >> 1;
        return hours == 0
            ? -1
            : ((hour + 1 + BitOperations.TrailingZeroCount(hours)) * 3600)
              + (BitOperations.TrailingZeroCount(_minutes) * 60)
              + BitOperations.TrailingZeroCount(_seconds);
    }

    private bool FitsDay(int day)
    {
        if (_everyDay)
            return true;
        if ((_weekdays >> WeekdayOf(day) & 1) == 0)
            return false;
        var date = DateOnly.FromDayNumber(day);
        return (_months >> date.Month & 1) != 0 && (_days >> date.Day & 1) != 0;
    }

    // The first day at or after the given one, or -1. It goes month by month: at worst the 40 years between two 29ths of
    // February on one weekday around a year that is no leap year, and never past 9999.
    private long NextDay(long from)
    {
        if (from > LastDayNumber)
            return -1;
        if (_everyDay)
            return from;

        var (year, month, day) = DateOnly.FromDayNumber((int)from);
        for (; year <= 9999; year++, month = 1)
        {
            for (; month <= 12; month++, day = 1)
            {
                if ((_months >> month & 1) == 0)
                    continue;
                var firstOfMonth = new DateOnly(year, month, 1).DayNumber;
                var days = DaysOf(DateTime.DaysInMonth(year, month), WeekdayOf(firstOfMonth)) >> day;
                if (days != 0)
                    return firstOfMonth + day - 1 + BitOperations.TrailingZeroCount(days);
            }
        }
        return -1;
    }

    // The days of a month that fit, day n as bit n: bit 1 + k repeats the weekday k days after that of the first.
    private uint DaysOf(int length, int firstWeekday)
    {
        var week = (_weekdays | (ulong)_weekdays << 7) >> firstWeekday & EveryDayOfWeek;
        return (uint)(week * 0x8_1020_4081 << 1) & _days & DaysUpTo(length);
    }

    private static uint DaysUpTo(int length) => (uint)((2UL << length) - 2);

    // 0001-01-01, day 0, was a Monday; Sunday is 0.
    private static int WeekdayOf(int day) => (day + 1) % 7;
}
