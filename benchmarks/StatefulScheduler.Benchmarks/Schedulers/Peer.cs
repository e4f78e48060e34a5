using Npgsql;
using Quartz;

namespace StatefulScheduler.Benchmarks.Schedulers;

// How a Quartz scheduler is set up.
internal sealed record PeerSetting(string Name, int Threads, int? MaxBatch = null)
{
    public static PeerSetting Default { get; } = new("default, 10 threads", 10);
}

// One Quartz scheduler, and its end.
internal sealed class Peer : IAsyncDisposable
{
    private Peer(Quartz.IScheduler scheduler) => Scheduler = scheduler;

    public Quartz.IScheduler Scheduler { get; }

    public static Task<Peer> InMemoryAsync(PeerSetting? setting = null) => MakeAsync(setting, quartz => quartz.UseInMemoryStore());

    // The schema is what Quartz itself creates. The file has been put into WAL mode before: SQLite keeps that in the file; synchronous=FULL is SQLite's default.
    public static Task<Peer> SqliteAsync(string file, PeerSetting? setting = null)
    {
        SqliteFiles.UseWal(file);
        return MakeAsync(setting, quartz => quartz.UsePersistentStore(store =>
        {
            store.UseSqlite(SqliteFiles.ConnectionString(file));
            store.ProvisionSchema();
        }));
    }

    public static Task<Peer> PostgresAsync(string address, PeerSetting? setting = null) => MakeAsync(setting, quartz => quartz.UsePersistentStore(store =>
    {
        store.UsePostgres(NpgsqlFactory.Instance, address);
        store.ProvisionSchema();
    }));

    public async ValueTask DisposeAsync() => await Scheduler.Shutdown(waitForJobsToComplete: true);

    private static async Task<Peer> MakeAsync(PeerSetting? setting, Action<IQuartzBuilder> useStore)
    {
        setting ??= PeerSetting.Default;
        var scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.UseDefaultThreadPool(setting.Threads);
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "peer"; // The jobs in a file belong to a name: a second scheduler on it must have the same.
                if (setting.MaxBatch is { } batch)
                    options.MaxBatchSize = batch;
            });
            useStore(quartz);
        }).BuildScheduler();
        return new(scheduler);
    }
}
