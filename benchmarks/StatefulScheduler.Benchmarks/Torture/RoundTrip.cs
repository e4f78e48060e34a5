using Quartz;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Torture;

internal sealed class RoundTrip : TortureCase
{
    public override string Code => "E7";

    public override string Does => "int64, decimal, Guid, DateTimeOffset, TimeSpan, enum, list, nested record, byte[] and 中文 through the store, read by a scheduler that has read nothing before";

    public override async Task OursAsync(OurStore store, Findings broken)
    {
        // Undeclared members, written in ways that a parser would not print again.
        var untouched = JobState.Parse("""{"big":9007199254740993,"exact":12345678901234567.89,"padded":1.10,"where":"中文"}""");
        var state = untouched.Merge(JobState.From(EveryType.Sample, BenchmarkJson.Default.EveryType));
        var shared = SharedStore.Of(store);
        EveryType? read = null;
        ScheduledJob after;
        await using (var ours = await StartAsync(store, shared, job => read = job.State))
        {
            await ours.Scheduler.AddJobAsync(new JobDefinition("work", "work", Some.Later) { State = state });
            await Some.EndAsync(ours.Scheduler, await ours.Scheduler.RunJobNowAsync("work"));
        }

        await using (var ours = await StartAsync(store, shared, _ => { }))
            after = await ours.Scheduler.GetJobAsync("work");

        broken.Expect(EveryType.Sample.IsSameAs(read), $"the run read {read}");
        var expected = EveryType.Sample with { Numbers = [1, 2, 3, 4] };
        var stored = after.State.As(BenchmarkJson.Default.EveryType);
        broken.Expect(expected.IsSameAs(stored), $"stored is {stored}");
        foreach (var (name, value) in untouched)
            broken.Expect($"the untouched '{name}'", value.ToString(), after.State[name].ToString());
    }

    public override async Task<string> QuartzAsync(QuartzStore store)
    {
        await using var quartz = await QuartzHouse.StartAsync(store);
        var seen = new List<string>();
        foreach (var (name, value) in EveryType.Sample.Members)
            seen.Add(await OneAsync(quartz, name, value));
        var changed = seen.FindAll(text => text.Length > 0);
        return changed.Count == 0 ? $"all {seen.Count} equal" : $"{seen.Count - changed.Count} of {seen.Count} equal; {string.Join(", ", changed)}";
    }

    // Empty: it came back equal, and of the same type.
    private static async Task<string> OneAsync(QuartzHouse quartz, string name, object value)
    {
        var was = value.GetType().Name;
        try
        {
            await quartz.Scheduler.AddJob(QuartzHouse.Job(name, ("value", value)), AddJobOptions.Replacing);
            var back = await ReadAsync(quartz, name);
            return Equals(value, back) ? string.Empty : $"{was} → {back?.GetType().Name} {back}";
        }
        catch (Quartz.SchedulerException exception)
        {
            return $"{was} refused ({exception.GetType().Name})";
        }
    }

    private static async Task<object?> ReadAsync(QuartzHouse quartz, string name)
    {
        if (quartz.File is null)
            return (await quartz.DataAsync(name))["value"]; // The store ends with its scheduler.

        await using var reader = await QuartzHouse.OpenAsync(quartz.File);
        return (await reader.DataAsync(name))["value"];
    }

    // The in-memory store ends with its object: the second scheduler is given the same one.
    private static Task<Ours> StartAsync(OurStore store, SharedStore shared, Action<JobContext<EveryType>> look) => Ours.StartAsync(scheduler =>
    {
        if (store.IsDurable)
            store.Use(scheduler);
        else
            scheduler.UseStore(_ => shared.View());
        scheduler.AddHandler<EveryType>("work", (job, _) =>
        {
            look(job);
            return new(job.State with { Numbers = [.. job.State.Numbers, 4] });
        });
    });
}
