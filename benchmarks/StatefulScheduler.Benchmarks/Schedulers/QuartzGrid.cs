using Quartz;
using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Schedulers;

// Quartz's side of the saturated work: IgnoreMisfires makes it run every slot of the past.
internal static class QuartzGrid
{
    public static async Task AddAsync(Quartz.IScheduler scheduler, bool stateful, int jobs = OurGrid.Jobs)
    {
        var start = DateTimeOffset.UtcNow.AddHours(-1);
        for (var i = 0; i < jobs; i++)
            await scheduler.ScheduleJob(stateful ? Stateful(i) : Stateless(i), Grid(i, start));
    }

    // The same job with other data: what an operator saves.
    public static IJobDetail Stateful(int i, long count = 0) => JobBuilder.Create<CountJob>().WithIdentity(OurGrid.Id(i))
        .UsingJobData("count", count).UsingJobData("phase", "running").PersistJobDataAfterExecution().DisallowConcurrentExecution().StoreDurably().Build();

    private static IJobDetail Stateless(int i) => JobBuilder.Create<TickJob>().WithIdentity(OurGrid.Id(i)).StoreDurably().Build();

    private static ITrigger Grid(int i, DateTimeOffset start) => TriggerBuilder.Create().WithIdentity(OurGrid.Id(i)).StartAt(start)
        .WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromMilliseconds(1)).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
        .Build();

    private sealed class TickJob : Quartz.IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            FiringCounter.Count();
            return default;
        }
    }

    private sealed class CountJob : Quartz.IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            FiringCounter.Count();
            var data = context.JobDetail.JobDataMap;
            data["count"] = Convert.ToInt64(data["count"], System.Globalization.CultureInfo.InvariantCulture) + 1; // SQLite's way back makes an int of it.
            return default;
        }
    }
}
