using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Sqlite;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Benchmarks.QuartzSqlite;

// Our store on a file, with a hand on it: how many transactions there have been.
internal sealed class OurFile(string file)
{
    private SqliteJobStore? store;

    public long Groups => store!.Open.Groups;

    public void Use(SchedulerBuilder scheduler) => new Slot(this, scheduler).UseSqlite(file);

    private sealed class Slot(OurFile owner, SchedulerBuilder scheduler) : IStoreSlot
    {
        public IServiceCollection Services => scheduler.Services;

        public void SetStore(Func<IServiceProvider, IJobStore> create) => scheduler.SetStore(services => owner.store = (SqliteJobStore)create(services));
    }
}
