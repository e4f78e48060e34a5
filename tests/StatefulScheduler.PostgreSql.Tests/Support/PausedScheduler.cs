using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.PostgreSql.Tests;

// A scheduler that runs nothing: for what its commands and queries do.
internal sealed class PausedScheduler(ServiceProvider services) : IAsyncDisposable
{
    private static int nodes;

    public IScheduler Jobs { get; } = services.GetRequiredService<IScheduler>();

    public static async Task<PausedScheduler> StartAsync(Action<SchedulerBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddStatefulScheduler()
            .AddHandler("h", (_, _) => default(ValueTask))
            .Configure(options => (options.StartPaused, options.NodeName) = (true, $"node{Interlocked.Increment(ref nodes)}"));
        configure?.Invoke(builder);
        var scheduler = new PausedScheduler(services.BuildServiceProvider());
        await scheduler.Jobs.StartAsync(TestContext.Current.CancellationToken);
        return scheduler;
    }

    public async Task AddAsync(string id, string state = "{}", params string[] tags) =>
        await Jobs.AddJobAsync(new JobDefinition(id, "h", Trigger.Never) { State = JobState.Parse(state), Options = new JobOptions { Tags = tags } }, TestContext.Current.CancellationToken);

    public async Task<string> IdsAsync(JobQuery query) =>
        string.Join(' ', (await Jobs.QueryJobsAsync(query, TestContext.Current.CancellationToken)).Items.Select(job => job.Id));

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
