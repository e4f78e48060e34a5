using System.Globalization;

namespace StatefulScheduler.PostgreSql;

// A day in UTC, whose ended runs stand in a partition of their own: from its first tick to before the next day's.
internal readonly record struct RunDay(long Number)
{
    private const string Prefix = "job_run_";

    public long From => Number * TimeSpan.TicksPerDay;

    public long To => From + TimeSpan.TicksPerDay;

    public string Table => $"{Prefix}{this}";

    public static RunDay Of(long ticks) => new(ticks / TimeSpan.TicksPerDay);

    public static RunDay? OfTable(string table) =>
        DateOnly.TryParseExact(table.AsSpan(Math.Min(Prefix.Length, table.Length)), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new RunDay(day.DayNumber)
            : null;

    // The day of an instant and those after it; none after the calendar's last.
    public static IEnumerable<RunDay> Following(long ticks, int count)
    {
        for (var day = Of(ticks); count > 0 && day.Number <= DateOnly.MaxValue.DayNumber; day = new(day.Number + 1), count--)
            yield return day;
    }

    public override string ToString() => DateOnly.FromDayNumber((int)Number).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
