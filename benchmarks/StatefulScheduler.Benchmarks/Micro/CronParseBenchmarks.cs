using BenchmarkDotNet.Attributes;
using NCrontab;
using StatefulScheduler.Benchmarks.Cron;

namespace StatefulScheduler.Benchmarks.Micro;

// Reading a cron expression, beside the engines of Quartz.NET and NCrontab.
public class CronParseBenchmarks
{
    [Params(0, 1, 3, 4)]
    public int Text { get; set; }

    [Benchmark(Description = "parse, ours")]
    public Trigger Ours() => Trigger.Cron(CronCase.Typical[Text].Ours);

    [Benchmark(Baseline = true, Description = "parse, Quartz")]
    public Quartz.CronExpression Quartz() => new(CronCase.Typical[Text].Quartz);

    [Benchmark(Description = "parse, NCrontab")]
    public CrontabSchedule NCrontab() => CrontabSchedule.Parse(
        CronCase.Typical[Text].NCrontab!, new CrontabSchedule.ParseOptions { IncludingSeconds = CronCase.Typical[Text].HasSeconds });

    [Benchmark(Description = "refuse an impossible one, ours")]
    public bool Impossible() => Trigger.TryParse(CronCase.Impossible.Ours, out _);
}
