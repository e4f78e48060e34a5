using BenchmarkDotNet.Attributes;
using StatefulScheduler.Benchmarks.Cron;

namespace StatefulScheduler.Benchmarks.Micro;

// The next and the previous fire of a cron trigger, beside Quartz's engine; 1,024 calls at a time.
public class CronBenchmarks
{
    private Trigger ours = null!;
    private Quartz.CronExpression quartz = null!;
    private long sum;

    [Params(0, 1, 2, 5)]
    public int Text { get; set; }

    [Params("UTC", "Europe/Berlin")]
    public string Zone { get; set; } = "UTC";

    [GlobalSetup]
    public void SetUp()
    {
        ours = Trigger.Cron(CronCase.Typical[Text].Ours, Zone);
        quartz = new Quartz.CronExpression(CronCase.Typical[Text].Quartz, TimeZoneInfo.FindSystemTimeZoneById(Zone));
    }

    [Benchmark(Description = "next, ours", OperationsPerInvoke = CronInstants.Count)]
    public long OurNext()
    {
        foreach (var at in CronInstants.OverTheYear)
            sum += ours.NextAfter(at)!.Value.UtcTicks;
        return sum;
    }

    [Benchmark(Baseline = true, Description = "next, Quartz", OperationsPerInvoke = CronInstants.Count)]
    public long QuartzNext()
    {
        foreach (var at in CronInstants.OverTheYear)
            sum += quartz.GetNextValidTimeAfter(at)!.Value.UtcTicks;
        return sum;
    }

    [Benchmark(Description = "next across a clock change, ours", OperationsPerInvoke = CronInstants.Count)]
    public long OurNextAcross()
    {
        foreach (var at in CronInstants.AroundChanges)
            sum += ours.NextAfter(at)!.Value.UtcTicks;
        return sum;
    }

    [Benchmark(Description = "previous, ours", OperationsPerInvoke = CronInstants.Count)]
    public long OurPrevious()
    {
        foreach (var at in CronInstants.OverTheYear)
            sum += ours.LastBefore(at)!.Value.UtcTicks;
        return sum;
    }
}
