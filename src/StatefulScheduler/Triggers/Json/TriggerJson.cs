using System.Collections.Frozen;

namespace StatefulScheduler;

// The names in stored triggers. They are for good: data in stores carries them.
internal static class TriggerJson
{
    public const string Kind = "kind";
    public const string Value = "value";

    public const string Now = "now";
    public const string Never = "never";
    public const string At = "at";
    public const string Every = "every";
    public const string AfterEachRun = "afterEachRun";
    public const string Cron = "cron";
    public const string CronFields = "cronFields";
    public const string Or = "or";
    public const string And = "and";
    public const string Except = "except";
    public const string Jitter = "jitter";
    public const string Calendar = "calendar";
    public const string Window = "window";

    public const string Time = "time";
    public const string WallTime = "wallTime";
    public const string TimeZone = "timeZone";
    public const string Interval = "interval";
    public const string Start = "start";
    public const string Delay = "delay";
    public const string Expression = "expression";
    public const string Year = "year";
    public const string Week = "week";
    public const string Gap = "gap";
    public const string Overlap = "overlap";
    public const string Triggers = "triggers";
    public const string Trigger = "trigger";
    public const string From = "from";
    public const string Until = "until";
    public const string Excluded = "excluded";
    public const string Dates = "dates";
    public const string Max = "max";
    public const string Years = "years";
    public const string Months = "months";
    public const string Weeks = "weeks";
    public const string Days = "days";
    public const string TimeOfDay = "at";
    public const string MissingDay = "missingDay";

    public static readonly FrozenSet<string> Kinds =
        FrozenSet.Create(StringComparer.Ordinal, Now, Never, At, Every, AfterEachRun, Cron, CronFields, Or, And, Except, Jitter, Calendar, Window);
}
