using System.Globalization;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler.References;

// The fields of a cron specification in plain form, those that are left out as null, and whether they name any date.
internal sealed record FieldsReference(IReadOnlyDictionary<string, string?> Fields)
{
    // Null when a field has no plain meaning.
    public static FieldsReference? Read(Spec spec)
    {
        var fields = new Dictionary<string, string?>();
        foreach (var field in FieldReference.All)
        {
            var text = Texts(spec).GetValueOrDefault(field.Name);
            fields[field.Name] = text is null ? null : field.Read(text);
            if (text is not null && fields[field.Name] is null)
                return null;
        }
        return new FieldsReference(fields);
    }

    // The given fields; of a crontab, those that its five parts are.
    public static IReadOnlyDictionary<string, string> Texts(Spec spec)
    {
        string[] order = ["minute", "hour", "day", "month", "day_of_week"];
        if (spec.Type == "crontab")
        {
            var parts = spec.Text("expr")!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return parts.Length == order.Length ? order.Zip(parts).ToDictionary() : new Dictionary<string, string> { ["minute"] = "" };
        }
        return FieldReference.All
            .Where(field => spec.Text(field.Name) is not null)
            .ToDictionary(field => field.Name, field => spec.Text(field.Name)!);
    }

    public Trigger Create(string? timeZone) => Trigger.CronFields(
        Fields["year"], Fields["month"], Fields["day"], Fields["week"], Fields["day_of_week"],
        Fields["hour"], Fields["minute"], Fields["second"], timeZone);

    // Every constellation of dates, weekdays and weeks comes within 400 years; named years are gone through one by one.
    public bool NamesADate()
    {
        var years = Fields["year"] is null or "*" ? Enumerable.Range(2000, 400) : Fields["year"]!.Split(',').Select(Number);
        return years.Any(year => Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Any(day => IsNamed(new DateTime(year, 1, 1).AddDays(day))));
    }

    private bool IsNamed(DateTime day) =>
        Has("month", day.Month, "1") && IsDay(day) && Has("week", ISOWeek.GetWeekOfYear(day), "*") && Has("day_of_week", Weekday(day), "*");

    private bool IsDay(DateTime day) => Value("day", "1") is var text && (text == "*" || text.Split(',').Any(item => IsDay(item, day)));

    private static bool IsDay(string item, DateTime day)
    {
        var fromEnd = DateTime.DaysInMonth(day.Year, day.Month) - day.Day;
        if (item.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var place, var weekday])
            return item == "last" ? fromEnd == 0 : Number(item) == day.Day;
        return weekday == FieldReference.All[4].Names[Weekday(day)] && (place == "last" ? fromEnd < 7 : (day.Day - 1) / 7 == place[0] - '1');
    }

    private bool Has(string name, int value, string whenSmaller) =>
        Value(name, whenSmaller) is var text && (text == "*" || text.Split(',').Select(Number).Contains(value));

    // A field left out is `*` when a smaller one is given, or none at all.
    private string Value(string name, string whenSmaller)
    {
        var names = FieldReference.All.Select(field => field.Name).ToList();
        var smallest = names.FindLastIndex(field => Fields[field] is not null);
        return Fields[name] ?? (smallest < 0 || names.IndexOf(name) < smallest ? "*" : whenSmaller);
    }

    private static int Weekday(DateTime day) => ((int)day.DayOfWeek + 6) % 7;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
