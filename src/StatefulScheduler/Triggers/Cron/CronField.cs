namespace StatefulScheduler;

// One field of a cron expression: what it is called, what it may hold, and which names it knows.
internal sealed class CronField(string name, int index, int first, int last, params string[] names)
{
    public const int SecondIndex = 0;
    public const int MinuteIndex = 1;
    public const int HourIndex = 2;
    public const int DayIndex = 3;
    public const int MonthIndex = 4;
    public const int WeekdayIndex = 5;

    public static readonly CronField Second = new("second", SecondIndex, 0, 59);
    public static readonly CronField Minute = new("minute", MinuteIndex, 0, 59);
    public static readonly CronField Hour = new("hour", HourIndex, 0, 23);
    public static readonly CronField DayOfMonth = new("day of month", DayIndex, 1, 31);
    public static readonly CronField Month = new(
        "month", MonthIndex, 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    // 0 and 7 are both Sunday; readers fold 7 into 0.
    public static readonly CronField DayOfWeek = new("day of week", WeekdayIndex, 0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    public static readonly CronField[] WithSeconds = [Second, Minute, Hour, DayOfMonth, Month, DayOfWeek];

    public readonly int Index = index;

    public readonly int First = first;

    public readonly int Last = last;

    // Every value that can be written.
    public readonly ulong Values = (ulong.MaxValue >> (63 - last)) & (ulong.MaxValue << first);

    // Every value, the two Sundays as one.
    public readonly ulong All = index == WeekdayIndex ? CronSchedule.EveryWeekday : (ulong.MaxValue >> (63 - last)) & (ulong.MaxValue << first);

    public string Name { get; } = name;

    public IReadOnlyList<string> Names { get; } = names;

    // The three letters of each name, in small letters, as one number.
    private readonly ulong[] _keys = Array.ConvertAll(names, name => Key(name[0], name[1], name[2]));

    // Says at what time of a day: what holds * ? - / there means an interval.
    public readonly bool IsTime = index < DayIndex;

    public readonly bool IsWeekday = index == WeekdayIndex;

    // The last value that H may draw: every month has it.
    public readonly int LastDrawn = index switch { DayIndex => 28, WeekdayIndex => 6, _ => last };

    // The last value that is no other one's second name.
    public int LastDistinct => IsWeekday ? 6 : Last;

    // The value of a name of three letters, or -1.
    public int ValueOf(char first, char second, char third)
    {
        var index = _keys.AsSpan().IndexOf(Key(first, second, third));
        return index < 0 ? -1 : First + index;
    }

    // Only letters become small letters by this bit.
    private static ulong Key(char first, char second, char third) => (ulong)(first | 0x20u) << 32 | (ulong)(second | 0x20u) << 16 | (third | 0x20u);

    // 7 is Sunday as well.
    public ulong Fold(ulong bits) => IsWeekday ? (bits | (bits >> 7)) & CronSchedule.EveryWeekday : bits;

    public string Allowed =>
        $"a number from {First} to {Last}" + (names.Length == 0 ? "" : $" or a name from {string.Join(", ", names)}");
}
