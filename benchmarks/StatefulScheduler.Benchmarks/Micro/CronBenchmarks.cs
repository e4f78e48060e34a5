using BenchmarkDotNet.Attributes;

namespace StatefulScheduler.Benchmarks.Micro;

// The next fire of a cron trigger, and reading one, beside Quartz's engine.
public class CronBenchmarks
{
    private static readonly DateTimeOffset From = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private Trigger ours = null!;
    private Quartz.CronExpression quartz = null!;
    private DateTimeOffset at = From;

    [Params("UTC", "Europe/Berlin")]
    public string Zone { get; set; } = "UTC";

    [GlobalSetup]
    public void SetUp()
    {
        ours = Trigger.Cron("30 */5 9-17 * * MON-FRI", Zone);
        quartz = new Quartz.CronExpression("30 0/5 9-17 ? * MON-FRI", TimeZoneInfo.FindSystemTimeZoneById(Zone));
    }

    [Benchmark(Description = "cron next, ours")]
    public DateTimeOffset OurNext() => at = Wrapped(ours.Next(new TriggerContext(From, at, at)));

    [Benchmark(Baseline = true, Description = "cron next, Quartz")]
    public DateTimeOffset QuartzNext() => at = Wrapped(quartz.GetNextValidTimeAfter(at));

    [Benchmark(Description = "cron parse, ours")]
    public Trigger OurParse() => Trigger.Cron("30 */5 9-17 * * MON-FRI", Zone);

    [Benchmark(Description = "cron parse, Quartz")]
    public Quartz.CronExpression QuartzParse() => new("30 0/5 9-17 ? * MON-FRI");

    // One year, again and again: both walk over the same clock changes.
    private static DateTimeOffset Wrapped(DateTimeOffset? next) => next < From.AddYears(1) ? next.Value : From;
}
