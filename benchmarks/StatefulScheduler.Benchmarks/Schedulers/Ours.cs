using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Benchmarks.Schedulers;

// One of our schedulers, as a program would make it, and its end.
internal sealed class Ours : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private Ours(ServiceProvider services)
    {
        this.services = services;
        Scheduler = services.GetRequiredService<IScheduler>();
    }

    public IScheduler Scheduler { get; }

    public static async Task<Ours> StartAsync(Action<SchedulerBuilder> build, bool paused = false)
    {
        var services = new ServiceCollection();
        services.AddStatefulScheduler(scheduler =>
        {
            scheduler.AddJson(BenchmarkJson.Default);
            scheduler.Configure(options => options.StartPaused = paused);
            build(scheduler);
        });
        var ours = new Ours(services.BuildServiceProvider());
        await ours.Scheduler.StartAsync();
        return ours;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
