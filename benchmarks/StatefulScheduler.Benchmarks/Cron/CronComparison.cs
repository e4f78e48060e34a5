using NCrontab;
using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Cron;

// Our cron engine beside that of Quartz.NET and, where it can, NCrontab: in turns, window by window, in one process.
internal static class CronComparison
{
    private const string Berlin = "Europe/Berlin";
    private static readonly string NCrontabName = $"NCrontab {typeof(CrontabSchedule).Assembly.GetName().Version?.ToString(3)}";
    private static object? sink;
    private static long sum;

    public static Comparison Instance { get; } = new(
        "cron", "the cron engine: next and previous occurrence in UTC and in Europe/Berlin, across a change of the clocks, reading an expression, an impossible one; beside Quartz.NET and NCrontab", RunAsync);

    private static Task<bool> RunAsync(CompareOptions options, Report report)
    {
        foreach (var zone in (string[])["UTC", Berlin])
        {
            foreach (var text in CronCase.Typical)
                Next(options, report, $"next {zone} {text.Ours}", text, zone, CronInstants.OverTheYear);
        }
        foreach (var text in CronCase.Typical.Take(2))
        {
            Next(options, report, $"next across a clock change {text.Ours}", text, Berlin, CronInstants.AroundChanges);
            Previous(options, report, text, "UTC");
            Previous(options, report, text, Berlin);
        }
        foreach (var text in CronCase.Typical)
            Parse(options, report, text);
        Impossible(options, report);
        return Task.FromResult(true);
    }

    private static void Next(CompareOptions options, Report report, string name, CronCase text, string zone, DateTimeOffset[] instants)
    {
        var ours = Trigger.Cron(text.Ours, zone);
        var quartz = new Quartz.CronExpression(text.Quartz, TimeZoneInfo.FindSystemTimeZoneById(zone));
        Action mine = () =>
        {
            foreach (var at in instants)
                sum += ours.NextAfter(at)!.Value.UtcTicks;
        };
        Action peer = () =>
        {
            foreach (var at in instants)
                sum += quartz.GetNextValidTimeAfter(at)!.Value.UtcTicks;
        };
        Stopwatches.InTurns(options, report, name, instants.Length, mine, peer, Machine.QuartzName);

        if (zone != "UTC" || text.NCrontab is null)
            return;
        var crontab = CrontabSchedule.Parse(text.NCrontab, new CrontabSchedule.ParseOptions { IncludingSeconds = text.HasSeconds });
        var times = Array.ConvertAll(instants, at => at.UtcDateTime);
        Stopwatches.InTurns(
            options,
            report,
            name,
            times.Length,
            mine,
            () =>
            {
                foreach (var at in times)
                    sum += crontab.GetNextOccurrence(at).Ticks;
            },
            NCrontabName);
    }

    private static void Previous(CompareOptions options, Report report, CronCase text, string zone)
    {
        var ours = Trigger.Cron(text.Ours, zone);
        var quartz = new Quartz.CronExpression(text.Quartz, TimeZoneInfo.FindSystemTimeZoneById(zone));
        Stopwatches.InTurns(
            options,
            report,
            $"previous {zone} {text.Ours}",
            CronInstants.Count,
            () =>
            {
                foreach (var at in CronInstants.OverTheYear)
                    sum += ours.LastBefore(at)!.Value.UtcTicks;
            },
            () =>
            {
                foreach (var at in CronInstants.OverTheYear)
                    sum += quartz.GetPreviousValidTimeBefore(at)!.Value.UtcTicks;
            },
            Machine.QuartzName);
    }

    private static void Parse(CompareOptions options, Report report, CronCase text)
    {
        var (ours, quartz) = (text.Ours, text.Quartz);
        Action mine = () =>
        {
            for (var i = 0; i < CronInstants.Count; i++)
                sink = Trigger.Cron(ours);
        };
        Stopwatches.InTurns(
            options,
            report,
            $"parse {ours}",
            CronInstants.Count,
            mine,
            () =>
            {
                for (var i = 0; i < CronInstants.Count; i++)
                    sink = new Quartz.CronExpression(quartz);
            },
            Machine.QuartzName);
        if (text.NCrontab is not { } crontab)
            return;
        var format = new CrontabSchedule.ParseOptions { IncludingSeconds = text.HasSeconds };
        Stopwatches.InTurns(options, report, $"parse {ours}", CronInstants.Count, mine, () => Repeat(() => CrontabSchedule.Parse(crontab, format)), NCrontabName);
    }

    // Ours refuses it when it is read; Quartz reads it, and finds out when it is asked.
    private static void Impossible(CompareOptions options, Report report)
    {
        var from = CronInstants.OverTheYear[0];
        Stopwatches.InTurns(
            options,
            report,
            $"impossible {CronCase.Impossible.Ours}",
            CronInstants.Count,
            () => Repeat(() => Trigger.TryParse(CronCase.Impossible.Ours, out var none) ? none : null),
            () => Repeat(() => new Quartz.CronExpression(CronCase.Impossible.Quartz).GetNextValidTimeAfter(from)),
            Machine.QuartzName);
    }

    private static void Repeat(Func<object?> call)
    {
        for (var i = 0; i < CronInstants.Count; i++)
            sink = call();
    }
}
