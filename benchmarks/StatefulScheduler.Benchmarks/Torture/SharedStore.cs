using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Benchmarks.Torture;

// One store object for several schedulers: opened by the first, closed by the last. Each looks at it through a view of its own.
internal sealed class SharedStore : IStoreSlot
{
    private Func<IServiceProvider, IJobStore>? create;
    private IJobStore? store;
    private bool isOpen;
    private int views;

    public IServiceCollection Services { get; } = new ServiceCollection();

    private IJobStore Store => store ??= create!(Services.BuildServiceProvider());

    public static SharedStore Of(OurStore kind)
    {
        var shared = new SharedStore();
        kind.Use(shared);
        return shared;
    }

    public void SetStore(Func<IServiceProvider, IJobStore> create) => this.create = create;

    public StoreView View()
    {
        views++;
        return new(this, Store);
    }

    internal ValueTask OpenAsync(JobStoreContext context, CancellationToken cancellationToken)
    {
        if (isOpen)
            return default;
        isOpen = true;
        return Store.InitializeAsync(context, cancellationToken);
    }

    internal ValueTask CloseAsync() => --views == 0 ? Store.DisposeAsync() : default;
}
