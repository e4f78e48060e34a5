using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StatefulScheduler.Hosting.Tests;

public sealed class StopTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        release.TrySetResult();
        folder.Dispose();
    }

    [Fact]
    public async Task A_stop_waits_for_a_run_and_commits_what_it_returns()
    {
        using var host = Host(TimeSpan.FromMinutes(1), async (job, _) =>
        {
            began.SetResult();
            await release.Task;
            return job.State.Set("done", true);
        });
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        var stopping = host.StopAsync(Token);
        Assert.Equal(SchedulerStatus.Stopping, host.Scheduler().Status);
        release.SetResult();
        await stopping;

        Assert.True((await StoredAsync(host)).State.Get<bool>("done"));
    }

    [Fact]
    public async Task Nothing_new_is_claimed_while_the_host_drains()
    {
        var runs = 0;
        using var host = Host(TimeSpan.FromMinutes(1), async (job, _) =>
        {
            began.TrySetResult();
            await release.Task;
            Interlocked.Increment(ref runs);
            return job.State;
        }, Trigger.Every(TimeSpan.FromMilliseconds(1)));
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        var stopping = host.StopAsync(Token);
        release.SetResult();
        await stopping;

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_run_that_outlives_the_drain_is_cancelled_and_is_due_again()
    {
        using var host = Host(TimeSpan.FromMilliseconds(50), async (job, cancellationToken) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return job.State.Set("done", true);
        });
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        await host.StopAsync(Token);

        var job = await StoredAsync(host);
        Assert.Equal((JobStatus.Active, 0), (job.Status, job.RunningCount));
        Assert.NotNull(job.NextFireAt);
        Assert.False(job.State.ContainsKey("done"));
    }

    [Fact]
    public async Task The_hosts_own_time_ends_the_drain_early()
    {
        using var host = Host(TimeSpan.FromHours(1), async (job, cancellationToken) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return job.State;
        }, shutdown: TimeSpan.FromMilliseconds(50));
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        var clock = Stopwatch.StartNew();
        await host.StopAsync(Token);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(SchedulerStatus.Stopped, host.Scheduler().Status);
        Assert.NotNull((await StoredAsync(host)).NextFireAt);
    }

    [Fact]
    public async Task A_run_that_ignores_its_token_holds_up_neither_the_stop_nor_the_end_of_the_process()
    {
        using var host = Host(TimeSpan.FromMilliseconds(50), async (job, _) =>
        {
            began.SetResult();
            await release.Task;
            return job.State.Set("too late", true);
        }, shutdown: TimeSpan.FromMilliseconds(100));
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        var clock = Stopwatch.StartNew();
        await host.StopAsync(Token);
        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Runs_end_while_the_other_services_still_work()
    {
        var service = new Neighbour();
        using var host = TestHost.Create(app =>
        {
            app.Services.AddStatefulScheduler().StartWithHost().AddJob("import", Trigger.Now, JobState.Empty, async (job, _) =>
            {
                began.SetResult();
                await release.Task;
                return job.State.Set("neighbour", service.Works);
            });
            app.Services.AddHostedService(_ => service); // Added later, stopped first.
        });
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        var stopping = host.StopAsync(Token);
        release.SetResult();
        await stopping;

        Assert.True((await StoredAsync(host)).State.Get<bool>("neighbour"));
        Assert.False(service.Works);
    }

    [Fact]
    public async Task Two_schedulers_drain_at_the_same_time()
    {
        var other = new TaskCompletionSource();
        using var host = TestHost.Create(app =>
        {
            app.Services.AddStatefulScheduler("a").StartWithHost().AddJob("import", Trigger.Now, async (_, _) => { began.SetResult(); await release.Task; });
            app.Services.AddStatefulScheduler("b").StartWithHost().AddJob("import", Trigger.Now, async (_, _) => { other.SetResult(); await release.Task; });
        });
        await host.StartAsync(Token);
        await Task.WhenAll(began.Task, other.Task).WaitAsync(Token);

        var stopping = host.StopAsync(Token);
        var (a, b) = (Status(host, "a"), Status(host, "b"));
        release.SetResult();
        await stopping;

        Assert.Equal((SchedulerStatus.Stopping, SchedulerStatus.Stopping), (a, b));
    }

    private static SchedulerStatus Status(IHost host, string name) => host.Services.GetRequiredKeyedService<IScheduler>(name).Status;

    private static ValueTask<ScheduledJob> StoredAsync(IHost host) => host.Scheduler().GetJobAsync("import", Token);

    private IHost Host(
        TimeSpan drain, Func<JobContext<JobState>, CancellationToken, ValueTask<JobState>> run, Trigger? trigger = null, TimeSpan? shutdown = null) =>
        TestHost.Create(app =>
        {
            app.Services.Configure<HostOptions>(options => options.ShutdownTimeout = shutdown ?? TimeSpan.FromMinutes(1));
            app.Services.AddStatefulScheduler(scheduler => scheduler.UseSqlite(folder.File("jobs.db")).Configure(options => options.DrainTimeout = drain))
                .AddJob("import", trigger ?? Trigger.Now, JobState.Empty, run)
                .StartWithHost();
        });

    private sealed class Neighbour : IHostedService
    {
        public bool Works { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Works = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Works = false;
            return Task.CompletedTask;
        }
    }
}
