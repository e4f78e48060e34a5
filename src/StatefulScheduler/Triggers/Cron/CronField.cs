namespace StatefulScheduler;

// One field of a cron expression: what it is called, what it may hold, and which names it knows.
internal sealed record CronField(string Name, int First, int Last, string[] Names)
{
    public static readonly CronField Second = new("second", 0, 59, []);
    public static readonly CronField Minute = new("minute", 0, 59, []);
    public static readonly CronField Hour = new("hour", 0, 23, []);
    public static readonly CronField DayOfMonth = new("day of month", 1, 31, []);
    public static readonly CronField Month = new(
        "month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    // 0 and 7 are both Sunday; the parser folds 7 into 0.
    public static readonly CronField DayOfWeek = new("day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    public static readonly CronField[] WithSeconds = [Second, Minute, Hour, DayOfMonth, Month, DayOfWeek];

    public bool IsDayOfWeek => ReferenceEquals(this, DayOfWeek);

    // The value of a name, or -1.
    public int ValueOf(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (name.Equals(Names[i], StringComparison.OrdinalIgnoreCase))
                return First + i;
        }
        return -1;
    }
}
