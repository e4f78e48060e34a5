using Quartz;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Torture;

// A Quartz scheduler on one of its stores, and what the scenarios need of it.
internal sealed class QuartzHouse : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Peer peer;

    private QuartzHouse(Peer peer, string? file)
    {
        this.peer = peer;
        File = file;
    }

    public Quartz.IScheduler Scheduler => peer.Scheduler;

    public string? File { get; }

    public static async Task<QuartzHouse> StartAsync(QuartzStore store)
    {
        var file = store == QuartzStore.Sqlite ? SqliteFiles.New("quartz") : null;
        var house = await OpenAsync(file);
        await house.Scheduler.Start();
        return house;
    }

    // A second scheduler on the same file: it has read nothing yet.
    public static async Task<QuartzHouse> OpenAsync(string? file) => new(file is null ? await Peer.InMemoryAsync() : await Peer.SqliteAsync(file), file);

    public static IJobDetail Job(string name, params (string Key, object Value)[] data) =>
        JobBuilder.Create<ScriptedJob>().WithIdentity(name).StoreDurably().PersistJobDataAfterExecution()
            .UsingJobData(new JobDataMap((IDictionary<string, object?>)data.ToDictionary(item => item.Key, object? (item) => item.Value))).Build();

    public async Task<JobDataMap> DataAsync(string name) => (await Scheduler.GetJobDetail(new JobKey(name)))!.JobDataMap;

    public async Task<long> NumberAsync(string name, string key) =>
        Convert.ToInt64((await DataAsync(name))[key], System.Globalization.CultureInfo.InvariantCulture);

    // Until Quartz knows of no run any more: then it has stored what the runs left.
    public async Task UntilQuietAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await Scheduler.QueryFireInstances(new FireInstanceQuery(), patience.Token)).Items.Count > 0)
            await Task.Delay(2, patience.Token);
    }

    public ValueTask DisposeAsync() => peer.DisposeAsync();
}

internal enum QuartzStore
{
    Ram,
    Sqlite,
}
