namespace StatefulScheduler.Conformance.Cron;

// A cron text in the form in which the vectors write it, and whether it names any date: what the library is judged by
// where the vectors hold no answer. Its own test compares it with all canonical texts of the vectors.
internal sealed record ReferenceCron(string Seconds, string Minutes, string Hours, string DaysOfMonth, string Months, string DaysOfWeek)
{
    private static readonly Dictionary<string, string> s_macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@every_second"] = "* * * * * *",
        ["@every_minute"] = "* * * * *",
        ["@hourly"] = "0 * * * *",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@weekly"] = "0 0 * * 0",
        ["@monthly"] = "0 0 1 * *",
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
    };

    // Null when the text is not cron: five fields, six with seconds first, or a macro.
    public static ReferenceCron? Read(string text)
    {
        var full = s_macros.GetValueOrDefault(text.Trim(' ', '\t'), text);
        string[] parts = [.. CronFields.Of(full).Select(range => full[range])];
        if (parts.Length == 5)
            parts = ["0", .. parts];
        return parts.Length == 6 && parts.Zip(ReferenceField.All, (part, field) => field.Read(part)).ToArray() is var read && !read.Contains(null)
            ? new ReferenceCron(read[0]!, read[1]!, read[2]!, read[3]!, read[4]!, read[5]!)
            : null;
    }

    // Seconds are left out when they are exactly 0, as Cronos has it.
    public override string ToString() =>
        $"{(Seconds == "0" ? "" : Seconds + " ")}{Minutes} {Hours} {DaysOfMonth} {Months} {DaysOfWeek}";

    // The Gregorian calendar repeats after 400 years, weekdays included.
    public bool NamesADate()
    {
        for (var day = new DateOnly(2000, 1, 1); day.Year < 2400; day = day.AddDays(1))
        {
            if (Has(Months, day.Month) && IsDayOfMonth(day) && IsDayOfWeek(day))
                return true;
        }
        return false;
    }

    public bool Names(DateTime wallTime) =>
        Has(Seconds, wallTime.Second) && Has(Minutes, wallTime.Minute) && Has(Hours, wallTime.Hour) && Has(Months, wallTime.Month) &&
        DateOnly.FromDateTime(wallTime) is var day && IsDayOfMonth(day) && IsDayOfWeek(day);

    private static bool Has(string list, int value) => list == "*" || list.Split(',').Contains($"{value}");

    private bool IsDayOfWeek(DateOnly day)
    {
        var weekday = (int)day.DayOfWeek;
        if (DaysOfWeek.EndsWith('L'))
            return DaysOfWeek == $"{weekday}L" && day.AddDays(7).Month != day.Month;
        if (DaysOfWeek.Contains('#'))
            return DaysOfWeek == $"{weekday}#{((day.Day - 1) / 7) + 1}";
        return Has(DaysOfWeek, weekday);
    }

    private bool IsDayOfMonth(DateOnly day)
    {
        if (!DaysOfMonth.Contains('L') && !DaysOfMonth.Contains('W'))
            return Has(DaysOfMonth, day.Day);
        var length = DateTime.DaysInMonth(day.Year, day.Month);
        var text = DaysOfMonth.TrimEnd('W');
        var named = text == "L" ? length
            : text[0] == 'L' ? length - int.Parse(text[2..], System.Globalization.CultureInfo.InvariantCulture)
            : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        if (named < 1 || named > length)
            return false;
        return day.Day == (DaysOfMonth.EndsWith('W') ? NearestWeekday(day.Year, day.Month, named, length) : named);
    }

    // Never out of the month: the 1st on a Saturday moves to the 3rd, the last on a Sunday to the Friday before.
    private static int NearestWeekday(int year, int month, int day, int length) => new DateOnly(year, month, day).DayOfWeek switch
    {
        DayOfWeek.Saturday => day == 1 ? 3 : day - 1,
        DayOfWeek.Sunday => day == length ? day - 2 : day + 1,
        _ => day,
    };
}
