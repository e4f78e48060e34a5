using System.Numerics;

namespace StatefulScheduler;

// What a cron trigger says: one set of bits for each field, value n as bit n, and how it meets the clocks.
// Answers in local time, in seconds since the year 1 by the clocks on the wall; it knows no zone.
//
// 40 bytes: beside a zone it fills an object of 64, and reading an expression allocates nothing else. What few
// expressions need (years, weeks, H, days in words) lies in Extras. Set by who reads a text, and only there.
internal record struct CronSchedule
{
    public const long None = long.MaxValue;
    public const long NoneBefore = long.MinValue;

    public const int SecondsPerDay = TimeZoneTable.SecondsPerDay;
    public const ulong EveryMinute = (1UL << 60) - 1;
    public const uint EveryHour = (1u << 24) - 1;
    public const uint EveryDay = 0xFFFF_FFFE;
    public const ushort EveryMonth = 0x1FFE;
    public const byte EveryWeekday = 0x7F;
    public const byte LastWeekday = 6;

    public const int LastDayNumber = 3_652_058; // 9999-12-31

    private byte _gap;

    public CronExtras? Extras { get; set; }

    public ulong Seconds { get; set; }

    public ulong Minutes { get; set; }

    public uint Hours { get; set; }

    public uint Days { get; set; }

    public ushort Months { get; set; }

    // Sunday is bit 0.
    public byte Weekdays { get; set; }

    public CronDays DayKind { get; set; }

    // MON#2 is 2, 5L is LastWeekday; 0 is every one.
    public byte WeekdayOfMonth { get; set; }

    public GapRule Gap
    {
        readonly get => (GapRule)_gap;
        set => _gap = (byte)value;
    }

    public CronOverlap Overlap { get; set; }

    // Written as the fields of CronFields; else as an expression.
    public bool IsFields { get; set; }

    public readonly bool FiresTwice => Overlap is CronOverlap.Both or CronOverlap.Interval;

    // How much calendar the days need.
    public static CronDays Classify(CronDays kind, uint days, ushort months, byte weekdays, byte weekdayOfMonth)
    {
        if (kind > CronDays.Listed)
            return kind;
        if (days != EveryDay || months != EveryMonth || weekdayOfMonth != 0)
            return CronDays.Listed;
        return weekdays == EveryWeekday ? CronDays.All : CronDays.Weekdays;
    }

    // The same after a change of the days.
    public readonly CronSchedule Classified() => this with
    {
        DayKind = Extras?.NeedsCalendar == true && DayKind < CronDays.Listed
            ? CronDays.Listed
            : Classify(DayKind, Days, Months, Weekdays, WeekdayOfMonth),
    };

    // The bits of a field, by its index.
    public readonly ulong Field(int index) => index switch
    {
        CronField.SecondIndex => Seconds,
        CronField.MinuteIndex => Minutes,
        CronField.HourIndex => Hours,
        CronField.DayIndex => Days,
        CronField.MonthIndex => Months,
        _ => Weekdays,
    };

    public readonly CronSchedule WithField(int index, ulong bits) => index switch
    {
        CronField.SecondIndex => this with { Seconds = bits },
        CronField.MinuteIndex => this with { Minutes = bits },
        CronField.HourIndex => this with { Hours = (uint)bits },
        CronField.DayIndex => this with { Days = (uint)bits },
        CronField.MonthIndex => this with { Months = (ushort)bits },
        _ => this with { Weekdays = (byte)bits },
    };

    // The first local time at or after the given one; None when there is none up to the year 9999.
    public readonly long NextLocal(long local)
    {
        var day = (int)Math.DivRem(Math.Max(local, 0), SecondsPerDay, out var timeOfDay);
        switch (DayKind)
        {
            case CronDays.All:
                break;
            case CronDays.Weekdays:
                var ahead = DaysToWeekday(day);
                if (ahead == 0)
                    break;
                day += ahead;
                timeOfDay = 0;
                break;
            default:
                var next = CronCalendar.NextDay(in this, day);
                if (next != day)
                    timeOfDay = 0;
                day = next;
                break;
        }
        if ((uint)day > LastDayNumber)
            return None;

        var time = NextTime((int)timeOfDay);
        return time >= 0 ? ((long)day * SecondsPerDay) + time : FirstOfDayAfter(day);
    }

    // The last local time at or before the given one; NoneBefore when there is none.
    public readonly long PreviousLocal(long local)
    {
        if (local < 0)
            return NoneBefore;

        var day = (int)Math.DivRem(Math.Min(local, ((LastDayNumber + 1L) * SecondsPerDay) - 1), SecondsPerDay, out var timeOfDay);
        var fitting = PreviousDay(day);
        var time = fitting == day ? PreviousTime((int)timeOfDay) : LastTime;
        if (time < 0)
            (fitting, time) = (PreviousDay(day - 1), LastTime);
        return fitting < 0 ? NoneBefore : ((long)fitting * SecondsPerDay) + time;
    }

    // 0001-01-01, day 0, was a Monday.
    public static int WeekdayOf(int day) => (int)((uint)(day + 1) % 7);

    private readonly long FirstOfDayAfter(int day)
    {
        day = DayKind switch
        {
            CronDays.All => day + 1,
            CronDays.Weekdays => day + 1 + DaysToWeekday(day + 1),
            _ => CronCalendar.NextDay(in this, day + 1),
        };
        return (uint)day > LastDayNumber ? None : ((long)day * SecondsPerDay) + FirstTime;
    }

    private readonly int PreviousDay(int day) => DayKind switch
    {
        CronDays.All => day,
        CronDays.Weekdays => day - DaysFromWeekday(day),
        _ => CronCalendar.PreviousDay(in this, day),
    };

    // How many days it is to the next fitting weekday: 0 when the day itself fits. Two weeks side by side, no wrapping.
    private readonly int DaysToWeekday(int day) => BitOperations.TrailingZeroCount((Weekdays | (uint)Weekdays << 7) >> WeekdayOf(day));

    private readonly int DaysFromWeekday(int day) => BitOperations.LeadingZeroCount((Weekdays | (uint)Weekdays << 7) << (24 - WeekdayOf(day)));

    private readonly int FirstTime =>
        (BitOperations.TrailingZeroCount(Hours) * 3600) + (BitOperations.TrailingZeroCount(Minutes) * 60) + BitOperations.TrailingZeroCount(Seconds);

    private readonly int LastTime => (BitOperations.Log2(Hours) * 3600) + (BitOperations.Log2(Minutes) * 60) + BitOperations.Log2(Seconds);

    // The first second of the day at or after the given one, or -1.
    private readonly int NextTime(int timeOfDay)
    {
        var hour = (int)((uint)timeOfDay / 3600);
        var rest = timeOfDay - (hour * 3600);
        if ((Hours >> hour & 1) != 0)
        {
            var minute = (int)((uint)rest / 60);
            var second = rest - (minute * 60);
            if ((Minutes >> minute & 1) != 0 && Seconds >> second is var seconds && seconds != 0)
                return timeOfDay + BitOperations.TrailingZeroCount(seconds);

            // Two shifts: one by 60 of the last minute would be one by 64 for the last bit, which is none at all.
            if (Minutes >> minute >> 1 is var minutes && minutes != 0)
                return (hour * 3600) + ((minute + 1 + BitOperations.TrailingZeroCount(minutes)) * 60) + BitOperations.TrailingZeroCount(Seconds);
        }

        var hours = Hours >> hour >> 1;
        return hours == 0
            ? -1
            : ((hour + 1 + BitOperations.TrailingZeroCount(hours)) * 3600)
              + (BitOperations.TrailingZeroCount(Minutes) * 60)
              + BitOperations.TrailingZeroCount(Seconds);
    }

    // The last second of the day at or before the given one, or -1.
    private readonly int PreviousTime(int timeOfDay)
    {
        var (hour, rest) = Math.DivRem(timeOfDay, 3600);
        var (minute, second) = Math.DivRem(rest, 60);
        if ((Hours >> hour & 1) != 0)
        {
            if ((Minutes >> minute & 1) != 0 && UpTo(Seconds, second) is var seconds && seconds != 0)
                return (hour * 3600) + (minute * 60) + BitOperations.Log2(seconds);
            if (minute > 0 && UpTo(Minutes, minute - 1) is var minutes && minutes != 0)
                return (hour * 3600) + (BitOperations.Log2(minutes) * 60) + BitOperations.Log2(Seconds);
        }

        var hours = Hours & ((1u << hour) - 1);
        return hours == 0 ? -1 : (BitOperations.Log2(hours) * 3600) + (BitOperations.Log2(Minutes) * 60) + BitOperations.Log2(Seconds);
    }

    private static ulong UpTo(ulong bits, int last) => bits & (ulong.MaxValue >> (63 - last));
}
