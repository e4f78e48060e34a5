using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Torture;

// A store of ours, empty at first; the SQLite one is a file, which can be opened again.
internal sealed class OurStore
{
    private readonly string? file;

    private OurStore(string name, string? file)
    {
        Name = name;
        this.file = file;
    }

    public string Name { get; }

    public bool IsDurable => file is not null;

    public static IEnumerable<OurStore> All() => [new("in-memory", null), new("SQLite", SqliteFiles.New("ours"))];

    public Task<Ours> StartAsync(Action<SchedulerBuilder> build, bool paused = false) =>
        Ours.StartAsync(
            scheduler =>
            {
                Use(scheduler);
                build(scheduler);
            },
            paused);

    public void Use<TSlot>(TSlot slot)
        where TSlot : IStoreSlot
    {
        if (file is null)
            slot.UseInMemoryStore(options => options.RunsPerJob = 20); // A run that has ended before anybody waits for it is then still known.
        else
            slot.UseSqlite(file);
    }
}
