using System.Globalization;

namespace StatefulScheduler.Conformance.Cron;

// The clocks of a zone change at `t` from offset `a` to offset `b` (seconds). What the library knows of zones is internal;
// it shows in when a wall time near the change fires.
internal static class TransitionJudge
{
    public static Verdict Judge(Vector vector)
    {
        var change = new Change(
            vector.Text("z"),
            Instants.Parse(vector.Text("t")),
            TimeSpan.FromSeconds(vector.Json.GetProperty("a").GetInt32()),
            TimeSpan.FromSeconds(vector.Json.GetProperty("b").GetInt32()));
        return change.Before < change.After ? JudgeGap(change) : JudgeOverlap(change);
    }

    // The last second before, and the first one after, exist once; what is between never, or at the old clocks' instant.
    private static Verdict JudgeGap(Change change)
    {
        var middle = Half(change.After - change.Before);
        var skipped = change.At + middle;
        return Fires(change, "the last second before the gap", change.LastBefore + change.Before, GapRule.Skip, change.LastBefore)
            .And(() => Fires(change, "the first second after the gap", change.At + change.After, GapRule.Skip, change.At))
            .And(() => Fires(change, "a skipped time", skipped + change.Before, GapRule.Skip))
            .And(() => Fires(change, "a skipped time, shifted", skipped + change.Before, GapRule.Shift, skipped))
            .And(() => Fires(change, "a skipped time, after the gap", skipped + change.Before, GapRule.FireAfter, change.At));
    }

    // What the clocks show in the stretch before the change, they show again after it.
    private static Verdict JudgeOverlap(Change change)
    {
        var stretch = change.Before - change.After;
        var middle = Half(stretch);
        return Fires(change, "the last second before the overlap", change.LastBefore - stretch + change.Before, GapRule.Skip, change.LastBefore - stretch)
            .And(() => Fires(change, "the beginning of the overlap", change.At + change.After, GapRule.Skip, change.At - stretch, change.At))
            .And(() => Fires(change, "the middle of the overlap", change.At + middle + change.After, GapRule.Skip, change.At + middle - stretch, change.At + middle))
            .And(() => Fires(change, "the first second after the overlap", change.At + stretch + change.After, GapRule.Skip, change.At + stretch));
    }

    private static Verdict Fires(Change change, string what, DateTimeOffset wallTime, GapRule gap, params DateTimeOffset[] expected)
    {
        var trigger = Trigger.CronFields(
            Text(wallTime.Year), Text(wallTime.Month), Text(wallTime.Day),
            hour: Text(wallTime.Hour), minute: Text(wallTime.Minute), second: Text(wallTime.Second),
            timeZone: change.TimeZone, gap: gap, overlap: OverlapRule.Both);
        var found = trigger.Occurrences(change.At.AddDays(-3), change.At.AddDays(3));
        return Verdict.Compare($"{what}: {Write(expected)}", $"{what}: {Write(found)}");
    }

    private static TimeSpan Half(TimeSpan stretch) => TimeSpan.FromSeconds(Math.Floor(stretch.TotalSeconds / 2));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Write(IEnumerable<DateTimeOffset> instants) =>
        string.Join(", ", instants.Select(at => Instants.Write(at))) is { Length: > 0 } text ? text : "never";

    private sealed record Change(string TimeZone, DateTimeOffset At, TimeSpan Before, TimeSpan After)
    {
        public DateTimeOffset LastBefore => At.AddSeconds(-1);
    }
}
