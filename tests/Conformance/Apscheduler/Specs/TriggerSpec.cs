namespace StatefulScheduler.Conformance.Apscheduler.Specs;

// What a user of the library writes where a user of APScheduler wrote this.
internal static class TriggerSpec
{
    public static Trigger Create(Spec spec) => spec.Type switch
    {
        "cron" => Within(spec, Cron(spec)),
        "crontab" => Within(spec, Trigger.FromCrontab(spec.Text("expr")!, spec.TimeZone, Weekdays(spec))),
        "interval" => Until(spec, Trigger.Every(Interval(spec), spec.StartsAt)),
        "calendarinterval" => Calendar(spec),
        "date" => Date(spec),
        "or" => spec.Members().Select(Create).Aggregate((left, right) => left | right),
        "and" => spec.Members().Select(Create).Aggregate((left, right) => left & right),
        var type => throw new ArgumentException($"'{type}' is no trigger of APScheduler.", nameof(spec)),
    };

    // Python rounds a duration to microseconds, half to even.
    public static TimeSpan Interval(Spec spec)
    {
        var seconds = (spec.Number("weeks") * 604_800) + (spec.Number("days") * 86_400) + (spec.Number("hours") * 3_600) +
            (spec.Number("minutes") * 60) + spec.Number("seconds");
        var microseconds = Math.Round((seconds * 1_000_000) + spec.Number("microseconds"), MidpointRounding.ToEven);
        return TimeSpan.FromTicks((long)(microseconds * 10));
    }

    public static WeekdayNumbers Weekdays(Spec spec) => spec.Version == 4 ? WeekdayNumbers.SundayIsZero : WeekdayNumbers.MondayIsZero;

    private static Trigger Cron(Spec spec) => Trigger.CronFields(
        year: spec.Text("year"),
        month: spec.Text("month"),
        day: spec.Text("day"),
        week: spec.Text("week"),
        dayOfWeek: spec.Text("day_of_week"),
        hour: spec.Text("hour"),
        minute: spec.Text("minute"),
        second: spec.Text("second"),
        timeZone: spec.TimeZone,
        weekdays: Weekdays(spec));

    private static Trigger Calendar(Spec spec)
    {
        var every = new CalendarPeriod(spec.Whole("years"), spec.Whole("months"), spec.Whole("weeks"), spec.Whole("days"));
        var at = new TimeOnly(spec.Whole("hour"), spec.Whole("minute"), spec.Whole("second"));
        var trigger = Trigger.Calendar(every, at, spec.TimeZone, spec.Start is { } text ? Day(text) : null);
        return spec.End is { } end ? trigger.Until(EndOf(Day(end), spec.TimeZone)) : trigger;
    }

    private static Trigger Date(Spec spec)
    {
        var date = DateText.Parse((spec.Text("run_date") ?? spec.Text("run_time"))!);
        return date.Offset is null && spec.TimeZone is { } zone ? Trigger.At(date.WallTime, zone) : Trigger.At(date.In(spec.TimeZone));
    }

    public static Trigger Within(Spec spec, Trigger trigger) =>
        Until(spec, spec.StartsAt is { } start ? trigger.From(start) : trigger);

    private static Trigger Until(Spec spec, Trigger trigger) => spec.EndsAt is { } end ? trigger.Until(end) : trigger;

    private static DateOnly Day(string text) => DateOnly.FromDateTime(DateText.Parse(text).WallTime);

    // A last date counts to its end.
    private static DateTimeOffset EndOf(DateOnly day, string? timeZone) =>
        WallTimes.Of(day.AddDays(1).ToDateTime(TimeOnly.MinValue), timeZone ?? "UTC").Instant.AddTicks(-1);
}
